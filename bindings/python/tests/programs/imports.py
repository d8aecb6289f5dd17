"""Says what is loaded by importing the package, by a client, and by a first call.

    imports.py PATH

PATH is the folder that the package is in.
"""

import sys

# Nothing but what the interpreter itself loads, and what it needs to find a package.
sys.path.append(sys.argv[1])
bare = set(sys.modules)
import authloom  # noqa: E402

imported = set(sys.modules)
url, token, instance = sys.argv[2:]
konnect = authloom.Konnect(base_url=url, token=token)
built = set(sys.modules)
konnect.get_auth_config(instance)
called = set(sys.modules)
for new in (imported - bare, built - imported, called - built):
    print(" ".join(sorted(new)))
