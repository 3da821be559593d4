"""What a layer's author should fix: everything that loading refuses, and what loads but is not yet good."""

from medsafe.lint.run import lint as lint
