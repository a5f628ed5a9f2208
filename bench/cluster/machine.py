"""A Kubernetes cluster in namespaces of this machine: etcd, control plane, and nodes of containerd and kubelet.

Runs inside `unshare --net --mount --pid`: ports, routes, packet rules, mounts and processes are gone with its first
process, so nothing here is stopped. What the kernel has only once is left as it is: the settings that a kubelet would
change are shown to it as already changed.
"""

import ipaddress
import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.cluster.client import TOKEN, Cluster

PODS = ipaddress.ip_network("10.77.0.0/24")
SERVICES = ipaddress.ip_network("10.78.0.0/24")
SERVER, DNS = "10.79.0.1", "10.79.0.53"
STARTS_WITHIN_SECONDS = 180.0
ENDS_WITHIN_SECONDS = 20.0
DEBIAN = {
    "etcd": "etcd-server",
    "containerd": "containerd",
    "ctr": "containerd",
    "runc": "runc",
    "iptables": "iptables",
    "dnsmasq": "dnsmasq-base",
    "openssl": "openssl",
}
CNI_PROGRAMS = Path("/usr/lib/cni")
KERNEL = {
    "vm/overcommit_memory": "1",
    "vm/panic_on_oom": "0",
    "kernel/panic": "10",
    "kernel/panic_on_oops": "1",
    "kernel/keys/root_maxkeys": "1000000",
    "kernel/keys/root_maxbytes": "25000000",
}
"""What a kubelet writes at its start, for the whole machine."""
HIDDEN = ("/run", "/var/lib", "/var/log")
"""Where kubelets and container runtimes write besides the folders they are given."""
GROUP = "choosemypower"
CONTROLLERS = ["cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio", "pids", "systemd"]


class Machine:
    """Programs of one cluster, all in one folder."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self._programs = programs
        self.cluster = Cluster(folder, SERVER)

    def start(self) -> None:
        """Everything but nodes."""
        missing = sorted({package for program, package in DEBIAN.items() if shutil.which(program) is None})
        if not CNI_PROGRAMS.is_dir():
            missing.append("containernetworking-plugins")
        if missing:
            sys.exit(f"apt install {' '.join(missing)}")
        self._network()
        self._control_plane()

    def start_node(self, name: str, images: list[Path]) -> None:
        """A container runtime and a kubelet of its own, with the images of these archives."""
        folder = self.folder / name
        folder.mkdir()
        number = len(list(self.folder.glob("node-*")))
        address = f"10.79.0.{10 + number}"
        _run("ip", "address", "add", f"{address}/32", "dev", "pods")
        socket = folder / "containerd.sock"
        (folder / "containerd.toml").write_text(_containerd(folder, socket, self.folder / "cni"))
        self._start(f"{name}-containerd", "containerd", "--config", str(folder / "containerd.toml"))
        self._until(f"{name}-containerd", lambda: _answers("ctr", "-a", str(socket), "version"))
        for image in images:
            _run("ctr", "-a", str(socket), "-n", "k8s.io", "images", "import", str(image))
        (folder / "kubelet.json").write_text(json.dumps(_kubelet(name, number, socket)))
        make_groups(name)
        self._start(
            f"{name}-kubelet", str(self._programs / "kubelet"), f"--config={folder}/kubelet.json",
            f"--kubeconfig={self.cluster.kubeconfig}", f"--root-dir={folder}/kubelet", f"--node-ip={address}",
            f"--hostname-override={name}",
        )  # fmt: skip
        self._until(f"{name}-kubelet", lambda: "True" in self.cluster.try_kubectl(
            "get", "node", name, "-o", "jsonpath={.status.conditions[?(@.type=='Ready')].status}"
        ))  # fmt: skip

    @contextmanager
    def following_names(self) -> Iterator[None]:
        """Meanwhile the name server learns new Services."""
        ends = threading.Event()

        def follow() -> None:
            while not ends.wait(1.0):
                self._write_names()

        thread = threading.Thread(target=follow)
        thread.start()
        try:
            yield
        finally:
            ends.set()
            thread.join()

    def _write_names(self) -> None:
        lines = [
            f"{one['spec']['clusterIP']} {one['metadata']['name']}.{one['metadata']['namespace']}.svc.cluster.local"
            for one in self.cluster.items("services", everywhere=True)
            if one["spec"].get("clusterIP") not in (None, "None")
        ]
        text = "\n".join([*lines, ""])
        file = self.folder / "names" / "services"
        if not file.exists() or file.read_text() != text:
            draft = self.folder / "services.draft"
            draft.write_text(text)
            draft.rename(file)

    def log_of(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _network(self) -> None:
        """A bridge for all pods, and the addresses of the server, the nodes and the name server on it."""
        _run("ip", "link", "set", "lo", "up")
        _run("ip", "link", "add", "pods", "type", "bridge")
        gateway = f"{next(PODS.hosts())}/{PODS.prefixlen}"
        for address in (gateway, f"{SERVER}/24", f"{DNS}/32"):
            _run("ip", "address", "add", address, "dev", "pods")
        _run("ip", "link", "set", "pods", "up")
        _run("ip", "route", "add", "default", "dev", "pods")
        Path("/proc/sys/net/ipv4/ip_forward").write_text("1")
        for place in HIDDEN:
            _run("mount", "-t", "tmpfs", "tmpfs", place)
        for name, value in KERNEL.items():
            shown = self.folder / name.replace("/", ".")
            shown.write_text(value + "\n")
            _run("mount", "--bind", str(shown), f"/proc/sys/{name}")
        plugins = self.folder / "cni"
        plugins.mkdir()
        (plugins / "10-pods.conflist").write_text(json.dumps(_pod_network(self.folder)))

    def _control_plane(self) -> None:
        folder, here = self.folder, "http://127.0.0.1:2379"
        self._start("etcd", "etcd", "--data-dir", str(folder / "etcd"))
        self._until("etcd", lambda: _answers("curl", "-sf", f"{here}/health"))
        key, certificates = folder / "accounts.key", folder / "certificates"
        _run("openssl", "genrsa", "-out", str(key), "2048")
        (folder / "tokens.csv").write_text(f'{TOKEN},admin,1,"system:masters"\n')
        self._start(
            "api-server", str(self._programs / "kube-apiserver"), f"--etcd-servers={here}",
            f"--advertise-address={SERVER}", f"--cert-dir={certificates}", f"--token-auth-file={folder}/tokens.csv",
            "--authorization-mode=RBAC", f"--service-cluster-ip-range={SERVICES}",
            "--service-account-issuer=https://kubernetes.default.svc", f"--service-account-key-file={key}",
            f"--service-account-signing-key-file={key}", "--kubelet-preferred-address-types=InternalIP",
        )  # fmt: skip
        self._until("api-server", lambda: self.cluster.try_kubectl("get", "--raw", "/readyz") == "ok")
        kubeconfig = f"--kubeconfig={self.cluster.kubeconfig}"
        self._start(
            "controllers", str(self._programs / "kube-controller-manager"), kubeconfig, "--leader-elect=false",
            f"--root-ca-file={certificates}/apiserver.crt", f"--service-account-private-key-file={key}",
        )  # fmt: skip
        self._start("scheduler", str(self._programs / "kube-scheduler"), kubeconfig, "--leader-elect=false")
        self._start(
            "proxy", str(self._programs / "kube-proxy"), kubeconfig, "--masquerade-all", "--proxy-mode=iptables",
            "--hostname-override=node-1", "--conntrack-max-per-core=0", "--conntrack-tcp-timeout-established=0s",
            "--conntrack-tcp-timeout-close-wait=0s",
        )  # fmt: skip
        (folder / "names").mkdir()
        self._start(
            "names", "dnsmasq", "--keep-in-foreground", "--no-resolv", "--no-hosts", f"--listen-address={DNS}",
            "--bind-interfaces", f"--hostsdir={folder}/names", "--user=root", "--pid-file=",
        )  # fmt: skip

    def _start(self, name: str, *command: str) -> None:
        with self.log_of(name).open("wb") as said:
            subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)

    def _until(self, name: str, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while not holds():
            if time.monotonic() > deadline:
                sys.exit(f"{name} does not come up:\n{self.log_of(name).read_text()[-4000:]}")
            time.sleep(0.5)


def _containerd(folder: Path, socket: Path, network: Path) -> str:
    return f"""version = 2
root = "{folder}/images"
state = "{folder}/containers"
[grpc]
  address = "{socket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  stream_server_port = "0"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "{CNI_PROGRAMS}"
    conf_dir = "{network}"
"""


def _kubelet(name: str, number: int, socket: Path) -> dict[str, object]:
    return {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "containerRuntimeEndpoint": f"unix://{socket}",
        "cgroupDriver": "cgroupfs",
        "cgroupRoot": f"/{GROUP}-{name}",
        "failSwapOn": False,
        "port": 10250 + number,
        "healthzPort": 0,
        "readOnlyPort": 0,
        "authentication": {"anonymous": {"enabled": True}, "webhook": {"enabled": False}},
        "authorization": {"mode": "AlwaysAllow"},
        "clusterDNS": [DNS],
        "clusterDomain": "cluster.local",
        "protectKernelDefaults": True,
        "makeIPTablesUtilChains": False,
        "imageGCHighThresholdPercent": 100,
        "evictionHard": {"memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%"},
    }


def _pod_network(folder: Path) -> dict[str, object]:
    addresses = {
        "type": "host-local",
        "ranges": [[{"subnet": str(PODS)}]],
        "routes": [{"dst": "0.0.0.0/0"}],
        "dataDir": str(folder / "addresses"),
    }
    bridge = {"type": "bridge", "bridge": "pods", "isGateway": True, "hairpinMode": True, "ipam": addresses}
    return {"cniVersion": "1.0.0", "name": "pods", "plugins": [bridge]}


def make_groups(name: str) -> None:
    """Control groups for a node's pods; version 1 wants them made, and their processors named, by hand."""
    for parent in _group_roots():
        folder = parent / f"{GROUP}-{name}"
        folder.mkdir(exist_ok=True)
        for setting in ("cpuset.cpus", "cpuset.mems"):
            if (parent / setting).exists():
                (folder / setting).write_text((parent / setting).read_text())


def remove_groups() -> None:
    """Once nothing runs in them any more, which the kernel needs a moment for."""
    deadline = time.monotonic() + ENDS_WITHIN_SECONDS
    for folder in [folder for parent in _group_roots() for folder in parent.glob(f"{GROUP}-node-*")]:
        for inner in sorted(folder.glob("**/"), reverse=True):
            while True:
                try:
                    inner.rmdir()
                    break
                except OSError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.1)


def _group_roots() -> list[Path]:
    root = Path("/sys/fs/cgroup")
    mixed = [root / "unified"] if (root / "unified").is_dir() else []
    return (
        [root] if (root / "cgroup.controllers").exists() else [*(root / one for one in CONTROLLERS), *mixed]
    )


def _answers(*command: str) -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
