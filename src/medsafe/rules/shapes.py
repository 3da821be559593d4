"""The four shapes of rules. Importing this file makes their judges known; whoever builds rules imports it."""

from medsafe.rules import between, single, stack, within

SHAPES = {"between": between, "drug": single, "of": stack, "within": within}
