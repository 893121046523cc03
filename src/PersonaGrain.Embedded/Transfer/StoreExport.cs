using System.Buffers;
using PersonaGrain.Accounts;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.People;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Journals.Transfer;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Transfer;

/// <summary>Goes through a store's profiles in the order of their keys, then through what is set aside, on a connection whose transaction is open.</summary>
internal sealed class StoreExport(StoreConnection connection, Stream target, Action<JournalExportProgress>? progress)
{
    private const int BytesOfAWrite = 1 << 18;

    private readonly ArrayBufferWriter<byte> _buffer = new(BytesOfAWrite * 2);

    /// <summary>Writes everything.</summary>
    public JournalExportSummary Write(CancellationToken cancellation)
    {
        var state = CommitState.Read(connection);
        var inForce = CatalogTable.ReadInForce(connection)
            ?? throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, "the store has no catalog");
        var (_, counts) = CatalogTable.ReadPublication(connection);
        var tail = TailScan.Run(connection, state.Checkpoint);
        var pruned = 0L;
        using var writer = new TransferWriter(_buffer);
        writer.Write(new TransferHeader(state.ClockKind == GridClock.Signals ? "signals" : "system", state.Clock, inForce.Catalog.Document, counts)
        {
            Applied = inForce.Applied,
            HasQuarantine = QuarantineTable.Count(connection) > 0,
            HasPeople = JoinedTable.HasAny(connection) || HasAccounts(),
        });
        using var loader = new ActorLoader(connection, ReadNames.Of(connection));
        using var actors = connection.Once("SELECT key, id, head, sequence FROM actors ORDER BY key");
        var export = new ProfileExport(loader, inForce, state.Clock, writer, Flush);
        while (actors.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            var (key, actor) = (actors.Number(0), ActorId.Parse(actors.Text(1)));
            if (actor.IsProfile)
            {
                var address = tail.GetValueOrDefault(key, new ActorAddress(key, new JournalPosition(actors.Number(2)), actors.Number(3)));
                pruned += export.Write(actor, address, state.IsIncomplete) ? 1 : 0;
                progress?.Invoke(new JournalExportProgress(writer.Totals.Profiles, Math.Max(state.Profiles, writer.Totals.Profiles), writer.Totals.Entries));
            }
        }

        foreach (var held in QuarantineTable.All(connection))
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Write(held);
            Flush();
        }

        var totals = writer.End();
        Flush(atLeast: 0);
        return new JournalExportSummary(totals, state.Clock, inForce.Catalog.Name, inForce.Version, pruned);
    }

    /// <summary>Whether there is an account: who left one is taken out of it as somebody who is parted.</summary>
    private bool HasAccounts()
    {
        using var find = connection.Once("SELECT EXISTS (SELECT 1 FROM actors WHERE id > ?1 AND id < ?2)");
        return find.Bind(1, AccountKey.Kind + ":").Bind(2, AccountKey.Kind + ";").Step() && find.Number(0) != 0;
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
