using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Turns;

namespace PersonaGrain.Journals.Transfer;

/// <summary>
/// Loads a journal file into the storage of a cluster: many actors at once within a bound, in constant memory. A second run changes
/// nothing, and finishes what one that was ended left to do.
/// </summary>
/// <remarks>
/// The catalog comes last, so silos that run already touch no actor before all are there. What came due since the file was written is left
/// to the cluster: every actor has its wake-up, and catches up with its exact past instants as after a downtime.
/// </remarks>
public sealed class JournalImport(
    IActorJournal journal, ICatalogStore catalogs, IQuarantineStorage quarantine, ActorKinds kinds, TimeProvider time, ImportOptions options)
{
    /// <summary>An import of a program that has profiles alone.</summary>
    public JournalImport(IActorJournal journal, ICatalogStore catalogs, IQuarantineStorage quarantine, TimeProvider time, ImportOptions options)
        : this(journal, catalogs, quarantine, ActorKinds.Standard, time, options)
    {
    }

    private Exception? _failure;

    /// <summary>How far it is.</summary>
    public ImportProgress Progress { get; } = new();

    /// <summary>Loads a file that is known to be whole.</summary>
    /// <param name="lines">Its lines, header first.</param>
    /// <param name="cancellation">Ends the import; what was written is kept.</param>
    public async Task<ImportResult> RunAsync(IAsyncEnumerable<TransferLine> lines, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(lines);
        try
        {
            await using var reading = lines.GetAsyncEnumerator(cancellation);
            if (!await reading.MoveNextAsync() || reading.Current is not TransferLine.Header(var header))
            {
                throw new ArgumentException("a journal file begins with its header", nameof(lines));
            }

            if (await RefusalAsync(header.Catalog, cancellation) is { } refusal)
            {
                return refusal;
            }

            var catalog = new CatalogInForce(new ProfileMachine(Catalog.Compile(header.Catalog), PopulationOf(header)), header.Now, default);
            if (await TakeAsync(reading, catalog, cancellation) is { } unknown)
            {
                return unknown;
            }

            return await PutInForceAsync(header, cancellation) ?? new ImportResult.Finished(Progress.ToSummary());
        }
        catch (JournalUnavailableException unavailable)
        {
            return new ImportResult.Unavailable(unavailable.Message);
        }
    }

    private static PopulationModel PopulationOf(TransferHeader header) =>
        header.Population.IsEmpty ? PopulationModel.Empty : PopulationModel.Read(header.Population.Span);

    /// <summary>Another catalog than the file's, if that is in force.</summary>
    private async Task<ImportResult?> RefusalAsync(CatalogDocument document, CancellationToken cancellation)
    {
        if ((await catalogs.NewestAsync(0, 0, cancellation)).Catalog is not { } stored)
        {
            return null;
        }

        var found = CatalogReader.Read(stored.Json) is CatalogReading.Sound sound ? sound.Document : null;
        return found is not null && CatalogWriter.Write(found).AsSpan().SequenceEqual(CatalogWriter.Write(document))
            ? null
            : new ImportResult.OtherCatalog(found?.Name ?? "unknown", stored.Version);
    }

    /// <summary>Takes every actor; or ends at the first of a kind that this program does not have.</summary>
    private async Task<ImportResult.UnknownKind?> TakeAsync(IAsyncEnumerator<TransferLine> lines, CatalogInForce catalog, CancellationToken cancellation)
    {
        var isEmpty = (await journal.TotalsAsync(cancellation)).Profiles == 0;
        var target = new ImportTarget(journal, time, options, Progress, isEmpty);
        var aside = new QuarantineImport(quarantine, time, options, Progress);
        using var room = new SemaphoreSlim(options.Concurrency);
        ActorImport? current = null;
        ImportResult.UnknownKind? unknown = null;
        try
        {
            var missing = 0L;
            while (_failure is null && await lines.MoveNextAsync())
            {
                if (lines.Current is TransferLine.Profile line)
                {
                    if (!kinds.Has(line.Actor))
                    {
                        unknown = new ImportResult.UnknownKind(line.Actor.Kind);
                        break;
                    }

                    await room.WaitAsync(cancellation);
                    var replay = new ActorReplay(kinds.Create(line.Actor), catalog);
                    (current, missing) = (new ActorImport(line, replay, target, cancellation), line.Entries);
                }
                else if (lines.Current is TransferLine.Entry(_, var entry))
                {
                    await current!.AddAsync(entry);
                    if (--missing == 0)
                    {
                        _ = EndAsync(current, room);
                        current = null;
                    }
                }
                else if (lines.Current is TransferLine.Quarantined(var held))
                {
                    await aside.AddAsync(held, cancellation);
                }
            }

            await aside.EndAsync(cancellation);
        }
        finally
        {
            for (var under = current is null ? 0 : 1; under < options.Concurrency; under++)
            {
                await room.WaitAsync(CancellationToken.None);
            }
        }

        if (_failure is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }

        return unknown;
    }

    private async Task EndAsync(ActorImport actor, SemaphoreSlim room)
    {
        try
        {
            await actor.EndAsync();
            Progress.Done(actor);
        }
        catch (Exception fault)
        {
            _failure ??= fault;
        }
        finally
        {
            room.Release();
        }
    }

    /// <summary>Saves what the population said, and the catalog; the refusal where another one came meanwhile.</summary>
    private async Task<ImportResult?> PutInForceAsync(TransferHeader header, CancellationToken cancellation)
    {
        if (!header.Population.IsEmpty)
        {
            // The first publication, or none: a cluster that has published since knows better. No profile is evaluated anew for it, since all were scored by it.
            await catalogs.PublishAsync(new StoredPublication(1, header.Now, header.Population, 0, default), header.Catalog.Version, cancellation);
        }

        var wait = new StorageWait(time, options.StorageTimeout);
        var stored = new StoredCatalog(header.Catalog.Version, CatalogWriter.Write(header.Catalog), header.Applied ?? header.Now) { Origin = new CatalogOrigin(CatalogOrigin.Import) };
        while (true)
        {
            switch (await catalogs.SaveAsync(stored, cancellation))
            {
                case CatalogSave.Saved:
                    return null;
                case CatalogSave.Stale:
                    return await RefusalAsync(header.Catalog, cancellation);
                case CatalogSave.Unavailable unavailable:
                    await wait.PauseAsync(unavailable.Reason, unavailable.RetryAfter, cancellation);
                    break;
            }
        }
    }
}
