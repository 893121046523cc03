using PersonaGrain.Embedded.Store;
using PersonaGrain.Journals.Transfer;

namespace PersonaGrain.Embedded.Transfer;

/// <summary>Writes the whole record of a store to a journal file, from which a cluster can be filled.</summary>
/// <remarks>
/// It only reads, within one transaction: the file is the store as of one commit, also while a grid runs on it (what is acknowledged later is
/// not in the file). Memory is bounded, however long a history is; where the store was not closed cleanly, or is in use, 40 bytes for each
/// actor that was written to since the last checkpoint.
/// </remarks>
public static class JournalExport
{
    /// <summary>Writes the file.</summary>
    /// <param name="dataDirectory">The folder of the store.</param>
    /// <param name="target">Where to; it is left open.</param>
    /// <param name="progress">Told how far it is, on the thread that writes.</param>
    /// <param name="cancellation">Ends it; what was written is no whole file then.</param>
    /// <exception cref="IOException">The target can not be written, or a profile of the store can not be read.</exception>
    public static Task<JournalExportResult> WriteAsync(
        string dataDirectory, Stream target, Action<JournalExportProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Task.Run(() => Write(StoreFiles.PathIn(dataDirectory), target, progress, cancellation), cancellation);
    }

    private static JournalExportResult Write(string path, Stream target, Action<JournalExportProgress>? progress, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            return JournalExportResult.NoStore.Instance;
        }

        if (StoreCheck.Find(path) is { } damage)
        {
            return new JournalExportResult.Unreadable(damage);
        }

        try
        {
            using var connection = ReadOnlyFiles.Of(path).Open();
            connection.Execute("BEGIN");
            return StoreLayout.CheckReadable(connection) is { } unreadable
                ? new JournalExportResult.Unreadable(unreadable)
                : new JournalExportResult.Written(new StoreExport(connection, target, progress).Write(cancellation));
        }
        catch (StoreException fault)
        {
            var (code, reason) = fault.ToFault();
            return new JournalExportResult.Unreadable(fault.IsDamage
                ? new EmbeddedGridOpening.Damaged(fault.Message, "restore the store from a backup")
                : new EmbeddedGridOpening.NotWritable(code, reason));
        }
    }
}

/// <summary>How far an export is.</summary>
/// <param name="Profiles">Profiles written.</param>
/// <param name="Total">Profiles of the store.</param>
/// <param name="Entries">Entries written.</param>
public readonly record struct JournalExportProgress(long Profiles, long Total, long Entries);
