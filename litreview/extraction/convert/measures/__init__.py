"""The common measures, one file each; the folder is the registry (`measure.MEASURES`)."""
