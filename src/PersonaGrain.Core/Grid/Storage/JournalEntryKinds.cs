namespace PersonaGrain.Grid.Storage;

/// <summary>A set of kinds of entries; each flag is one shifted by the number of the kind.</summary>
[Flags]
public enum JournalEntryKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="JournalEntryKind.Signal"/>.</summary>
    Signals = 1 << JournalEntryKind.Signal,

    /// <summary><see cref="JournalEntryKind.Change"/>.</summary>
    Changes = 1 << JournalEntryKind.Change,

    /// <summary><see cref="JournalEntryKind.Firing"/>.</summary>
    Firings = 1 << JournalEntryKind.Firing,

    /// <summary><see cref="JournalEntryKind.Catalog"/>.</summary>
    Catalogs = 1 << JournalEntryKind.Catalog,

    /// <summary><see cref="JournalEntryKind.Retraction"/>.</summary>
    Retractions = 1 << JournalEntryKind.Retraction,

    /// <summary><see cref="JournalEntryKind.Note"/>.</summary>
    Notes = 1 << JournalEntryKind.Note,

    /// <summary><see cref="JournalEntryKind.Person"/>.</summary>
    Persons = 1 << JournalEntryKind.Person,

    /// <summary><see cref="JournalEntryKind.QuietFiring"/>.</summary>
    QuietFirings = 1 << JournalEntryKind.QuietFiring,

    /// <summary><see cref="JournalEntryKind.QuietRetraction"/>.</summary>
    QuietRetractions = 1 << JournalEntryKind.QuietRetraction,

    /// <summary>Firings, told or not.</summary>
    AllFirings = Firings | QuietFirings,

    /// <summary>What takes firings back, told or not.</summary>
    AllRetractions = Retractions | QuietRetractions,

    /// <summary>Every kind.</summary>
    All = Signals | Changes | Catalogs | Notes | Persons | AllFirings | AllRetractions,
}

/// <summary>Questions to sets of kinds.</summary>
public static class JournalEntryKindsQuestions
{
    /// <summary>Whether a kind is in a set.</summary>
    public static bool Has(this JournalEntryKinds kinds, JournalEntryKind kind) => ((int)kinds & (1 << (int)kind)) != 0;
}
