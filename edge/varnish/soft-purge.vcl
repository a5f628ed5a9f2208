vcl 4.1;

# default.vcl with soft purges: purged pages may still be given out while new ones are fetched, or when none can be.
# Needs vmod xkey (Debian: varnish-modules). Start varnishd with -f edge/varnish/soft-purge.vcl; both files in one folder.

import xkey;

acl soft_purgers {
    "localhost";
    "127.0.0.0"/8;
    "10.0.0.0"/8;
    "172.16.0.0"/12;
    "192.168.0.0"/16;
    "fc00::"/7;
}

sub vcl_recv {
    if (req.method == "PURGE" && req.http.Surrogate-Key && client.ip ~ soft_purgers) {
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
