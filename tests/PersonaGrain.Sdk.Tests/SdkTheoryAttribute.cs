namespace PersonaGrain.Sdk.Tests;

/// <summary>A theory that runs SDKs of npm; skipped, with the reason, where they can not be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SdkTheoryAttribute : TheoryAttribute
{
    public SdkTheoryAttribute() => Skip = NpmPackages.WhyMissing;
}

/// <summary>A theory that runs SDKs of npm in a browser; skipped, with the reason, where one of them can not be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Programs.WhyNoBrowser ?? NpmPackages.WhyMissing;
}

/// <summary>A test that shows a page in a browser; skipped, with the reason, where it can not be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Programs.WhyNoBrowser ?? NpmPackages.WhyMissing;
}
