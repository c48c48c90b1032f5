"""Prints the classes and functions of Python files as JSON, for test/unit/worker/contract.test.ts."""

import ast
import json
import sys
from pathlib import Path


def fields_of(node: ast.ClassDef) -> dict[str, bool]:
    """Give the annotated names, and whether each may be missing."""
    return {
        part.target.id: "NotRequired" in ast.unparse(part.annotation)
        for part in node.body
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    }


def parameters_of(node: ast.FunctionDef) -> list[str]:
    """Give the names of the parameters, without ``self``."""
    return [each.arg for each in (*node.args.posonlyargs, *node.args.args) if each.arg != "self"]


def functions_in(body: list[ast.stmt]) -> dict[str, list[str]]:
    """Give the public functions, with their parameters."""
    return {
        part.name: parameters_of(part)
        for part in body
        if isinstance(part, ast.FunctionDef) and not part.name.startswith("_")
    }


def main() -> None:
    """Read the files that the command line names."""
    types: dict[str, object] = {}
    for path in sys.argv[1:]:
        tree = ast.parse(Path(path).read_text())
        types["functions"] = functions_in(tree.body)
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                types[node.name] = {"fields": fields_of(node), "methods": functions_in(node.body)}
    print(json.dumps(types))


main()
