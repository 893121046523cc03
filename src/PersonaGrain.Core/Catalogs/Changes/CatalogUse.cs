namespace PersonaGrain.Catalogs.Changes;

/// <summary>What of a catalog a definition uses.</summary>
internal enum UseKind
{
    /// <summary>The occurrences of a measure, a signal type or a trigger.</summary>
    Occurrences,

    /// <summary>An attribute of the signals of a measure.</summary>
    Attribute,

    /// <summary>What the signals of a measure are worth.</summary>
    Worth,

    /// <summary>A declared or computed trait.</summary>
    Trait,

    /// <summary>A score.</summary>
    Score,

    /// <summary>A segment.</summary>
    Segment,

    /// <summary>An outcome that signal types stand for.</summary>
    Outcome,
}

/// <summary>One such use.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name; of an attribute that of the measure.</param>
/// <param name="Attribute">The attribute; else null.</param>
internal readonly record struct CatalogUse(UseKind Kind, string Name, string? Attribute = null)
{
    /// <summary>It is of accounts, where the definition is one of people; or of people, where it is one of accounts.</summary>
    internal bool IsOfOthers { get; init; }
}
