using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Population;
using PersonaGrain.Embedded.Snapshots;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage.Transfer;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Embedded.Transfer;

/// <summary>Goes through a store's profiles in the order of their keys, on a connection whose transaction is open; the connection is closed with it.</summary>
internal sealed class StoreExport(StoreConnection connection, Stream target, Action<JournalExportProgress>? progress)
{
    private const int BytesOfAWrite = 1 << 18;

    private readonly ArrayBufferWriter<byte> _buffer = new(BytesOfAWrite * 2);

    /// <summary>Writes everything.</summary>
    public JournalExportSummary Write(CancellationToken cancellation)
    {
        var state = CommitState.Read(connection);
        var document = StoredCatalog.Read(connection)
            ?? throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, "the store has no catalog");
        var counts = PublishedPopulation.ReadCounts(connection);
        var machine = new ProfileMachine(Catalog.Compile(document), PublishedPopulation.Read(connection));
        var places = Recovery.Places(connection, state.Horizon);
        var total = connection.Number("SELECT count(*) FROM profiles");
        var decisive = state.ReevaluateTo > 0 ? state.Clock : default;
        var pruned = 0L;
        using var writer = new TransferWriter(_buffer);
        writer.Write(new TransferHeader(state.ClockKind == GridClock.Signals ? "signals" : "system", state.Clock, document, counts));
        using var loader = new ProfileLoader(connection);
        using var rows = new ProfileRows(connection, state.Pruned);
        using var profiles = connection.Once("SELECT key, id FROM profiles ORDER BY key");
        while (profiles.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            var key = profiles.Number(0);
            var profile = new ProfileExport(ProfileId.Parse(profiles.Text(1)), key, places.GetValueOrDefault(key));
            profile.Load(loader, machine, state.Clock, decisive);
            pruned += profile.Write(rows, machine, writer, Flush) ? 1 : 0;
            progress?.Invoke(new JournalExportProgress(writer.Totals.Profiles, total, writer.Totals.Entries));
        }

        var totals = writer.End();
        Flush(atLeast: 0);
        return new JournalExportSummary(totals, state.Clock, document.Name, document.Version, pruned);
    }

    private void Flush() => Flush(BytesOfAWrite);

    private void Flush(int atLeast)
    {
        if (_buffer.WrittenCount >= atLeast)
        {
            target.Write(_buffer.WrittenSpan);
            _buffer.ResetWrittenCount();
        }
    }
}
