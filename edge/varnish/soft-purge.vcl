vcl 4.1;

# default.vcl with soft purges: purged pages may still be given out while new ones are fetched, or when none can be.
# Needs vmod xkey (Debian: varnish-modules). Start varnishd with -f edge/varnish/soft-purge.vcl; both files in one folder.

import xkey;

sub vcl_recv {
    if (req.method == "PURGE") {
        call check_purge;
        set req.http.X-Purged = xkey.softpurge(req.http.Surrogate-Key);
        return (synth(200, "Marked " + req.http.X-Purged));
    }
}

sub vcl_backend_response {
    set beresp.http.xkey = beresp.http.Surrogate-Key;
}

sub vcl_deliver {
    unset resp.http.xkey;
}

include "./default.vcl";
