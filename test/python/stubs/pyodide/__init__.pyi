"""What the harness uses of Pyodide. https://pyodide.org/en/stable/usage/api/python-api.html"""
