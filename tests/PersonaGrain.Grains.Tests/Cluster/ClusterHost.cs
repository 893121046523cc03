using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grains.Client;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Contracts;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>The contract suites run on two silos that share storage in memory.</summary>
public sealed class ClusterHost() : SiloHost(static clock => new MemoryStore { Clock = clock });

/// <summary>The contract suites run on two silos that share a PostgreSQL database.</summary>
public sealed class PostgresClusterHost() : SiloHost(static clock => new DatabaseStore { Clock = clock });

/// <summary>Two silos on a store that outlives them.</summary>
public abstract class SiloHost : GridHost
{
    private readonly Func<ManualTimeProvider, ClusterStore> _create;
    private ClusterStore? _store;
    private TestCluster? _cluster;

    private protected SiloHost(Func<ManualTimeProvider, ClusterStore> create) => _create = create;

    public override bool CommitsCallsWhole => false;

    private IServiceProvider Client => _cluster!.Orleans.Client.ServiceProvider;

    public override async Task<IReadOnlyList<ObservationOutcome>> ObserveActorAsync(ActorId actor, IReadOnlyList<Signal> signals, CancellationToken cancellation)
    {
        var version = Client.GetRequiredService<CatalogHolder>().Latest?.Version ?? 0;
        var request = new ObserveRequest(version, [.. signals]);
        var answer = await Client.GetRequiredService<GrainCalls>().CallAsync(
            () => Client.GetRequiredService<ActorReferences>()[actor].ObserveAsync(request), cancellation);
        return answer.Outcomes ?? throw new JournalUnavailableException(answer.Unavailable!, answer.RetryAfter);
    }

    public override async Task<byte[]?> ReadActorAsync(ActorId actor, CancellationToken cancellation)
    {
        if (await Client.GetRequiredService<ActorReader>().ReadAsync(actor, cancellation) is not { } found)
        {
            return null;
        }

        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        found.Actor.WriteForReading(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_cluster is { } cluster)
        {
            _cluster = null;
            await cluster.DisposeAsync();
        }

        if (_store is { } store)
        {
            _store = null;
            await store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected override async Task<IProfileGrid> OpenAsync(CatalogDocument? catalog, GridHostOptions options, CancellationToken cancellation)
    {
        _store ??= _create(Clock);
        _store.Kinds = options.Kinds;
        _store.Configure = engine =>
        {
            engine.ForgetIdleProfiles = options.ForgetIdleProfiles;
            engine.QuarantineCapacity = options.QuarantineCapacity ?? engine.QuarantineCapacity;
            engine.MaximumSignalsInFlight = options.QueueCapacity ?? engine.MaximumSignalsInFlight;
        };
        _cluster = await TestCluster.StartAsync(_store);
        if (catalog is not null)
        {
            (await _cluster.Grid.ReplaceCatalogAsync(catalog, cancellation)).ShouldBeOfType<CatalogChange.Applied>();
        }

        while (!(await _cluster.Grid.StatusAsync(cancellation)).Ready)
        {
            await Task.Delay(10, cancellation);
        }

        return _cluster.Grid;
    }

    protected override async Task CloseAsync(CancellationToken cancellation)
    {
        await _cluster!.StopAsync();
        _cluster = null;
    }

    protected override async Task KillAsync(CancellationToken cancellation)
    {
        await _cluster!.KillAsync();
        _cluster = null;
    }

    protected override Task DamageAsync(ProfileId profile, CancellationToken cancellation) => _store!.DamageAsync(ActorId.Of(profile));
}
