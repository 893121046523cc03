namespace PersonaGrain.Cli.Catalogs.Cases;

/// <summary>What came of a case.</summary>
/// <param name="Name">The case.</param>
/// <param name="Failures">What was not as expected; none where it passed.</param>
internal sealed record CaseResult(string Name, IReadOnlyList<CaseFailure> Failures)
{
    /// <summary>Whether all was as expected.</summary>
    public bool Passed => Failures.Count == 0;
}

/// <summary>Something that was not as expected.</summary>
/// <param name="Path">Where the expectation stands in the file.</param>
/// <param name="What">What it is about, such as <c>segment keen</c>.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Found">What was found.</param>
/// <param name="Why">Why it is so, in lines.</param>
internal sealed record CaseFailure(string Path, string What, string Expected, string Found, IReadOnlyList<string> Why);
