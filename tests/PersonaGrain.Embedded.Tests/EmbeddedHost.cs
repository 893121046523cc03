using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Tests.Store;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Contracts;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Tests;

/// <summary>The embedded engine as the contracts see it: one temporary folder is one store.</summary>
public sealed class EmbeddedHost : GridHost
{
    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();
    private EmbeddedGrid? _grid;

    public override async Task<IReadOnlyList<ObservationOutcome>> ObserveActorAsync(ActorId actor, IReadOnlyList<Signal> signals, CancellationToken cancellation) =>
        (await _grid!.ObserveActorAsync(actor, signals, cancellation)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;

    public override Task<byte[]?> ReadActorAsync(ActorId actor, CancellationToken cancellation) =>
        _grid!.ReadActorAsync(actor, static read =>
        {
            var target = new System.Buffers.ArrayBufferWriter<byte>();
            read.WriteForReading(target);
            return target.WrittenSpan.ToArray();
        }, cancellation);

    public override async ValueTask DisposeAsync()
    {
        if (_grid is not null)
        {
            await _grid.DisposeAsync();
            _grid = null;
        }

        _folder.Dispose();
    }

    protected override async Task<IProfileGrid> OpenAsync(CatalogDocument? catalog, GridHostOptions options, CancellationToken cancellation)
    {
        var defaults = new EmbeddedGridOptions { DataDirectory = _folder.Path, Partitions = 2, Kinds = options.Kinds };
        var opening = await EmbeddedGrid.OpenAsync(
            defaults with
            {
                QuarantineCapacity = options.QuarantineCapacity ?? defaults.QuarantineCapacity,
                QueueCapacity = options.QueueCapacity ?? defaults.QueueCapacity,
                MemoryBudget = options.ForgetIdleProfiles ? 0 : defaults.MemoryBudget,
            },
            catalog, Clock, null, cancellation);
        _grid = opening.ShouldBeOfType<EmbeddedGridOpening.Opened>().Grid;

        // The census of the opening is over before anybody comes: whom it counts does not hang on how busy the machine is.
        await _grid.Engine.Publishing.Running.WaitAsync(cancellation);
        return _grid;
    }

    protected override async Task CloseAsync(CancellationToken cancellation)
    {
        await _grid!.DisposeAsync();
        _grid = null;
    }

    protected override async Task KillAsync(CancellationToken cancellation)
    {
        await _grid!.AbandonAsync();
        _grid = null;
    }

    protected override Task DamageAsync(ProfileId profile, CancellationToken cancellation)
    {
        StoreDamage.Of(_folder.Path, ActorId.Of(profile));
        return Task.CompletedTask;
    }

    protected override Task DamagePastAsync(ProfileId profile, CancellationToken cancellation)
    {
        StoreDamage.OfPast(_folder.Path, ActorId.Of(profile));
        return Task.CompletedTask;
    }
}
