"""What the data must hold to beyond its shape: one short function a rule, its docstring the rule.

Rules see the `Programme` and say where and what is wrong; `load` knows the lines.
"""
