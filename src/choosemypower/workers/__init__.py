"""Small processes that read foreign bytes, so that no file can slow, swell or stop the server.

    answer = await pool.run(read_meter_file, content, options, limits=LIMITS, refuses=MeterFileError)

`pool`: the parent's side, bounded, with deadlines. `child`: what a process runs; it holds no setting and no secret.
"""
