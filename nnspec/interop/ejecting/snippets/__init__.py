"""Functions that ejected scripts are made of: pasted where a script needs them; none knows nnspec.

They are plainer than what nnspec itself does: data that nnspec would refuse with a finding make
them fail with an exception, or with Keras' own words. What nnspec says as plainly is imported here,
and pasted from where it stands.
"""
