using System.Text.Encodings.Web;
using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Journals.Transfer;

/// <summary>The words of a journal file. They stand in files that are kept: append-only, guarded by a golden file.</summary>
internal static class TransferFormat
{
    /// <summary>What the first line says the file is.</summary>
    internal const string Name = "personagrain-journal";

    /// <summary>The newest version that is read; written where people were joined, which programs of before do not know.</summary>
    internal const int Version = 4;

    /// <summary>The version that is written where signals are set aside and nobody was joined.</summary>
    internal const int VersionWithoutPeople = 3;

    /// <summary>The version that is written where no signal is set aside.</summary>
    internal const int VersionWithoutQuarantine = 2;

    internal static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The catalog stands two levels deep.
    internal static readonly JsonReaderOptions Reading = new() { MaxDepth = CatalogLimits.Depth + 2 };

    internal static string NameOf(JournalEntryKind kind) => kind switch
    {
        JournalEntryKind.Signal => "signal",
        JournalEntryKind.Change => "change",
        JournalEntryKind.Firing => "firing",
        JournalEntryKind.Retraction => "retraction",
        JournalEntryKind.Note => "note",
        JournalEntryKind.Person => "person",
        JournalEntryKind.QuietFiring => "quiet_firing",
        JournalEntryKind.QuietRetraction => "quiet_retraction",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no kind of entry that a journal file holds"),
    };

    /// <summary>Whether programs that read no further than <see cref="VersionWithoutPeople"/> do not know a kind.</summary>
    internal static bool IsOfPeople(JournalEntryKind kind) => kind is JournalEntryKind.Person or JournalEntryKind.QuietFiring or JournalEntryKind.QuietRetraction;

    internal static JournalEntryKind? KindOf(string? name) => name switch
    {
        "signal" => JournalEntryKind.Signal,
        "change" => JournalEntryKind.Change,
        "firing" => JournalEntryKind.Firing,
        "retraction" => JournalEntryKind.Retraction,
        "note" => JournalEntryKind.Note,
        "person" => JournalEntryKind.Person,
        "quiet_firing" => JournalEntryKind.QuietFiring,
        "quiet_retraction" => JournalEntryKind.QuietRetraction,
        _ => null,
    };
}
