using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Hosting;

/// <summary>Opens stores: takes the folder, brings the file to the present layout, and starts the parts of a grid on it.</summary>
internal static class GridOpener
{
    public static async Task<EmbeddedGridOpening> OpenAsync(OpeningRequest request, CancellationToken cancellation)
    {
        var options = request.Options;
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join("; ", faults), nameof(request));
        }

        StoreOwner? owner;
        try
        {
            Directory.CreateDirectory(options.DataDirectory);
            owner = StoreOwner.TryTake(options.DataDirectory, request.Time.GetUtcNow());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new EmbeddedGridOpening.NotWritable("store_unreachable", $"the data directory can not be used ({exception.Message}); give this process write access to it");
        }

        if (owner is null)
        {
            return StoreOwner.ReadCard(options.DataDirectory);
        }

        EmbeddedGridOpening opening;
        try
        {
            opening = await OpenOwnedAsync(request, owner, cancellation);
        }
        catch (StoreException exception)
        {
            opening = Explain(exception);
        }
        catch
        {
            owner.Dispose();
            throw;
        }

        if (opening is not EmbeddedGridOpening.Opened)
        {
            owner.Dispose();
        }

        return opening;
    }

    private static async Task<EmbeddedGridOpening> OpenOwnedAsync(OpeningRequest request, StoreOwner owner, CancellationToken cancellation)
    {
        var files = new StoreFiles(request.Options);
        if (StoreCheck.Find(files.Path) is { } damage)
        {
            return damage;
        }

        using (var connection = files.OpenWriter())
        {
            if (await Task.Run(() => StoreLayout.Prepare(connection, done => request.Tell(OpeningStep.Upgrading, done)), cancellation) is { } refusal)
            {
                return refusal;
            }

            Prepare(connection, request);
            await Task.Run(() => TailRecovery.Run(connection, done => request.Tell(OpeningStep.Recovering, done)), cancellation);
        }

        var engine = EngineBuilder.Build(request, owner, files);
        var grid = new EmbeddedGrid(engine);
        try
        {
            await StartAsync(engine, request, cancellation);
            var change = request.Initial is null ? null : await grid.ReplaceCatalogAsync(request.Initial, request.Origin, cancellation);
            request.Tell(OpeningStep.Ready, 1);
            return new EmbeddedGridOpening.Opened(grid, change);
        }
        catch
        {
            await grid.AbandonAsync();
            throw;
        }
    }

    /// <summary>Shows that the store can be written, and decides on its catalog and clock.</summary>
    private static void Prepare(StoreConnection connection, OpeningRequest request)
    {
        var now = Instant.From(request.Time.GetUtcNow());
        connection.Execute("BEGIN IMMEDIATE");
        StoreRecovery.RemoveTrial(connection);
        if (CatalogTable.Read(connection) is null)
        {
            var first = request.Initial ?? throw new ArgumentException("a new store needs a catalog", nameof(request));
            CatalogTable.Write(connection, first, default, request.Origin, now);
        }

        var state = CommitState.Read(connection);
        if (!Enum.IsDefined(state.ClockKind))
        {
            state.ClockKind = GridClock.System;
        }

        // A store without signals takes the clock it is asked to have. One that signals drove may go over to the machine's, never back.
        if (request.Options.Clock is { } wanted && (state.Signals == 0 || wanted == GridClock.System))
        {
            state.ClockKind = wanted;
        }

        if (state.ClockKind == GridClock.System)
        {
            state.Clock = Instant.Max(state.Clock, now);
        }

        using (var update = CommitState.PrepareWrite(connection))
        {
            state.Write(update);
        }

        connection.Execute("COMMIT");
    }

    /// <summary>Catches up with what came due, and goes on with an interrupted re-evaluation.</summary>
    private static async Task StartAsync(GridEngine engine, OpeningRequest request, CancellationToken cancellation)
    {
        var committed = engine.Context.Writer.Committed;
        engine.Context.Writer.Start(engine.Partitions.All, engine.Threads.Commits);
        Array.ForEach(engine.Partitions.All, partition => partition.Start(engine.Threads.Partitions[partition.Index]));
        await CatchUp.RunAsync(engine, done => request.Tell(OpeningStep.CatchingUp, done), cancellation);
        engine.Schedule.Start();
        await engine.Retention.PruneAsync();
        if (committed.ReevaluateTo > 0)
        {
            engine.Reevaluation.Start(committed.Reevaluated);
        }

        engine.Publishing.Start(request.Options.CountsAtOpening);
    }

    private static EmbeddedGridOpening Explain(StoreException exception)
    {
        var fault = exception.ToFault();
        return exception.IsDamage
            ? new EmbeddedGridOpening.Damaged(exception.Message, "restore the store from a backup, or move its files away to begin anew")
            : new EmbeddedGridOpening.NotWritable(fault.Code, fault.Message);
    }
}
