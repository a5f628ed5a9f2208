vcl 4.1;

# Varnish in front of ChooseMyPower. Works with the plain Debian and official images; put your pods' address below.
#
# Pages: the origin's own max-age; then up to stale-while-revalidate (10 minutes, API 1 minute) old ones while a new one
# is fetched behind; while the origin is away or answers 5xx, old ones for a day. One fetch per page, whoever waits.
# Purge by tag: PURGE / with a Surrogate-Key header (choosemypower purge, CDN=varnish). This file drops the pages;
# soft-purge.vcl, which needs Debian's varnish-modules, only marks them as stale.

import std;

backend default {
    .host = "web";
    .port = "4324";
    .connect_timeout = 1s;
    .first_byte_timeout = 10s;
    .between_bytes_timeout = 5s;
    .probe = {
        .url = "/api/health/system";
        .interval = 2s;
        .timeout = 1s;
        .window = 3;
        .threshold = 2;
        .initial = 2;
    }
}

# Who may purge: this machine and private networks. Do not publish this port to more.
acl purgers {
    "localhost";
    "127.0.0.0"/8;
    "10.0.0.0"/8;
    "172.16.0.0"/12;
    "192.168.0.0"/16;
    "fc00::"/7;
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ purgers) {
            return (synth(403, "Not allowed"));
        }
        if (!req.http.Surrogate-Key || req.http.Surrogate-Key !~ "^[A-Za-z0-9_./:-]+( [A-Za-z0-9_./:-]+)*$") {
            return (synth(400, "Name the tags in Surrogate-Key"));
        }
        # Tags are whole words: "plan/a" must not drop "plan/ab". Dots are the only letters with a meaning of their own.
        set req.http.X-Tags = regsuball(regsuball(req.http.Surrogate-Key, "\.", "[.]"), " ", "|");
        if (!std.ban("obj.http.Surrogate-Key ~ (^|\s)(" + req.http.X-Tags + ")(\s|$)")) {
            return (synth(500, std.ban_error()));
        }
        return (synth(200, "Purged"));
    }

    # What belongs to one visitor, and everything that changes something, goes straight through.
    if (req.url ~ "^/(remember|forget|fragments/remembered)([/?]|$)" || req.url ~ "^/api/health/") {
        return (pass);
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }

    # Everything else is the same for everybody.
    unset req.http.Cookie;
    unset req.http.Authorization;
    unset req.http.X-Forwarded-Host;
    unset req.http.Accept-Language;

    # Only the parameters that the site reads (tests/edge compares this list with its routes), in one order.
    # Repeated ones keep theirs on the pages that compare plans.
    if (req.url ~ "\?") {
        set req.url = regsuball(req.url, "(?<=[?&])(?!(?:page|page-size|term|rate|green|with|without|provider|utility|only|months|kwh|home|heat|pool|sort|plan|filled|zip|city|way|bill_month|bill_kwh|1|2|3|4|5|6|7|8|9|10|11|12|paste|letter|q|effective|updated_since|market|kind|limit|zipCode|validatePlansAvailable|usageKwh)=)[^&?]*(?:&|$)", "");
        set req.url = regsub(req.url, "[?&]+$", "");
        if (req.url !~ "/compare") {
            set req.url = std.querysort(req.url);
        }
    }

    # How old an answer may be: a little while the origin is well, a day while it is not.
    if (req.http.X-Old-Is-Good || !std.healthy(req.backend_hint)) {
        set req.grace = 24h;
    } else if (req.url ~ "^/api/") {
        set req.grace = 60s;
    } else {
        set req.grace = 600s;
    }
    return (hash);
}

# One site: the name it was asked by makes no second copy.
sub vcl_hash {
    hash_data(req.url);
    return (lookup);
}

sub vcl_backend_fetch {
    unset bereq.http.X-Tags;
}

sub vcl_backend_response {
    if (beresp.status >= 500 && !bereq.uncacheable) {
        if (bereq.http.X-Old-Is-Good) {
            # There was nothing old either: the visitor gets what the origin says.
            set beresp.uncacheable = true;
            set beresp.ttl = 0s;
            return (deliver);
        }
        # The old page stays; vcl_synth or the grace of the next request gives it out.
        return (abandon);
    }
    if (beresp.http.Set-Cookie || beresp.http.Cache-Control ~ "(?i)no-store|private" || !beresp.http.Cache-Control) {
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
        return (deliver);
    }
    # Age is counted from the origin's; how much of the grace is used is decided per request.
    set beresp.grace = 24h;
    set beresp.keep = 1h;
}

sub vcl_backend_error {
    set beresp.http.Retry-After = "5";
    set beresp.http.Cache-Control = "no-store";
}

sub vcl_synth {
    # No new page: ask again, this time content with an old one.
    if (resp.status == 503 && req.restarts == 0 && (req.method == "GET" || req.method == "HEAD")) {
        set req.http.X-Old-Is-Good = "1";
        return (restart);
    }
    set resp.http.Cache-Control = "no-store";
    if (resp.status == 503) {
        set resp.http.Retry-After = "5";
    }
}

sub vcl_deliver {
    if (resp.status >= 500 && req.restarts == 0 && !req.http.X-Old-Is-Good && req.method == "GET") {
        set req.http.X-Old-Is-Good = "1";
        return (restart);
    }
    # For edges only; browsers have no use for them.
    unset resp.http.Surrogate-Key;
    unset resp.http.Surrogate-Control;
    unset resp.http.Cache-Tag;
    unset resp.http.Cache-Groups;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    if (obj.hits > 0) {
        set resp.http.Cache-Status = "varnish; hit; ttl=" + regsub(obj.ttl, "\..*$", "") + ", " + resp.http.Cache-Status;
    } else {
        set resp.http.Cache-Status = "varnish; fwd=miss, " + resp.http.Cache-Status;
    }
}
