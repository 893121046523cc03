namespace PersonaGrain.Journals.Transfer;

/// <summary>What came of loading a journal file.</summary>
public abstract record ImportResult
{
    private ImportResult()
    {
    }

    /// <summary>Every profile was looked at, and the catalog is in force.</summary>
    public sealed record Finished(ImportSummary Summary) : ImportResult;

    /// <summary>Another catalog is in force; nothing was written.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Version">Its version; it may be that of the file's catalog, with other contents.</param>
    public sealed record OtherCatalog(string Name, int Version) : ImportResult;

    /// <summary>The file has actors of a kind that this program does not have. What was written is kept.</summary>
    /// <param name="Kind">The kind's name.</param>
    public sealed record UnknownKind(string Kind) : ImportResult;

    /// <summary>Storage gave no answer for too long. What was written is kept: the same import again goes on from there.</summary>
    /// <param name="Reason">Why, in words an operator can act on.</param>
    public sealed record Unavailable(string Reason) : ImportResult;
}

/// <summary>What a finished import did.</summary>
/// <param name="Imported">Profiles that were not there before.</param>
/// <param name="Completed">Profiles that were there in part, from an import that was ended, and are whole now.</param>
/// <param name="Present">Profiles that were there already with all of their entries.</param>
/// <param name="Others">Profiles that have entries which are not those of the file, and were left alone.</param>
/// <param name="OtherNames">The first of these.</param>
/// <param name="Entries">Entries of the file that were written now.</param>
public sealed record ImportSummary(long Imported, long Completed, long Present, long Others, IReadOnlyList<string> OtherNames, long Entries)
{
    /// <summary>How many names are listed.</summary>
    public const int NamesListed = 100;

    /// <summary>Signals of the file that are set aside now and were not before.</summary>
    public long Quarantined { get; init; }
}
