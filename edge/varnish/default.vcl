vcl 4.1;

# Varnish in front of ChooseMyPower. Works with the plain Debian and official images; put your pods' address below.
#
# Pages: the origin's own max-age; then up to stale-while-revalidate (10 minutes, API 1 minute) old ones while a new one
# is fetched behind; while the origin is away or answers 5xx, old ones for a day. One fetch per page, whoever waits.
# Purge by tag: PURGE / with a Surrogate-Key header (choosemypower purge, CDN=varnish). This file drops the pages;
# soft-purge.vcl, which needs Debian's varnish-modules, only marks them as stale. With PURGE_KEY in varnishd's
# environment a purge must carry it as Purge-Key (the site's CDN_KEY).

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

# Who may purge: this machine and private networks. Visitors who come through a proxy have its address: set PURGE_KEY.
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
        call check_purge;
        # Tags are whole words: "plan/a" must not drop "plan/ab". Dots are the only letters with a meaning of their own.
        set req.http.X-Tags = regsuball(regsuball(req.http.Surrogate-Key, "\.", "[.]"), " ", "|");
        if (!std.ban("obj.http.Surrogate-Key ~ (^|\s)(" + req.http.X-Tags + ")(\s|$)")) {
            return (synth(500, std.ban_error()));
        }
        return (synth(200, "Purged"));
    }
    if (req.restarts == 0) {
        unset req.http.X-Old-Is-Good;
        # Varnish knows gzip and plain bytes by itself, and says so after this; Brotli makes a copy of its own.
        unset req.http.X-Brotli;
        if (req.http.Accept-Encoding ~ "(?i)(^|,)\s*br\s*(;\s*q=(1|0?\.0*[1-9])[^,]*)?\s*(,|$)") {
            set req.http.X-Brotli = "1";
        }
    }

    # What belongs to one visitor, and everything that changes something, goes straight through.
    if (req.url ~ "^/(remember|remembered|forget|contact|operator|check-my-bill|calculator/meter-file|read-a-label/label|fragments/remembered)([/?]|$)" || req.url ~ "^/api/health/") {
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
    # The origin sends whole pages only.
    unset req.http.Range;

    # Only the parameters that the site reads (tests/edge compares this list with its routes), in one order unless one
    # is repeated: sorting would change which of them comes first. The API itself refuses a name that it does not know.
    if (req.url ~ "\?") {
        if (req.url !~ "^/api/(?!docs[/?])") {
            set req.url = regsuball(req.url, "(?<=[?&])(?!(?:page|page-size|term|rate|green|with|without|max-usd-per-year|provider|utility|only|months|hours|kwh|home|heat|pool|sort|plan|filled|read|zip|city|from|way|bill_month|bill_kwh|1|2|3|4|5|6|7|8|9|10|11|12|paste|letter|q|effective|updated-since|since|market|kind|limit|zipCode|validatePlansAvailable|usageKwh)=)[^&?]*(?:&|$)", "");
        }
        set req.url = regsub(req.url, "[?&]+$", "");
        if (req.url !~ "[?&]([^=&]*)=[^&]*(?:&[^&]*)*?&\1=") {
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

sub check_purge {
    if (client.ip !~ purgers || (std.getenv("PURGE_KEY") ~ "\S" && req.http.Purge-Key != std.getenv("PURGE_KEY"))) {
        return (synth(403, "Not allowed"));
    }
    if (!req.http.Surrogate-Key || req.http.Surrogate-Key !~ "^[A-Za-z0-9_./:-]+( [A-Za-z0-9_./:-]+)*$") {
        return (synth(400, "Name the tags in Surrogate-Key"));
    }
}

# One site: the name it was asked by makes no second copy.
sub vcl_hash {
    if (req.http.X-Brotli) {
        hash_data("br");
    } else {
        hash_data("gzip");
    }
    hash_data(req.url);
    return (lookup);
}

sub vcl_backend_fetch {
    if (bereq.http.X-Brotli && !bereq.uncacheable) {
        set bereq.http.Accept-Encoding = "br";
    }
    unset bereq.http.X-Brotli;
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
        # They name the request for which the page was fetched.
        unset resp.http.X-Request-ID;
        unset resp.http.Server-Timing;
        set req.http.X-Status = "varnish; hit; ttl=" + regsub(obj.ttl, "\..*$", "");
    } else {
        set req.http.X-Status = "varnish; fwd=miss";
    }
    if (resp.http.Cache-Status) {
        set resp.http.Cache-Status = req.http.X-Status + ", " + resp.http.Cache-Status;
    } else {
        set resp.http.Cache-Status = req.http.X-Status;
    }
}
