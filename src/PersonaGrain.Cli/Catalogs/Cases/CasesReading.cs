using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Catalogs.Cases;

/// <summary>What came of reading a file of cases: the cases, or every fault at once.</summary>
internal abstract record CasesReading
{
    private CasesReading()
    {
    }

    /// <summary>The cases are sound.</summary>
    public sealed record Sound(IReadOnlyList<CaseDocument> Cases) : CasesReading;

    /// <summary>The file can not be used.</summary>
    public sealed record Faulty(IReadOnlyList<DocumentFault> Faults) : CasesReading;
}
