namespace PersonaGrain.Documents;

/// <summary>How large a document and what is said about it may be. Each bound keeps the cost of reading a hostile one in hand.</summary>
public static class DocumentLimits
{
    /// <summary>Bytes of the whole JSON text: 1 MiB.</summary>
    public const int Bytes = 1 << 20;

    /// <summary>Levels of JSON nesting.</summary>
    public const int Depth = 32;

    /// <summary>Characters of a text.</summary>
    public const int TextLength = 1_000;

    /// <summary>Faults that are listed; a document with more has one last fault that says so.</summary>
    public const int Faults = 1_000;

    /// <summary>Characters of a name that is shown whole in a path, and for which a nearest name is looked for.</summary>
    internal const int NameLength = 100;
}
