using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Tests.Store;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Contracts;
using PersonaGrain.Time;
using PersonaGrain.Turns;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Embedded.Tests;

/// <summary>The contracts run on a workspace of a directory, beside one that gets signals of the same profiles with the same ids.</summary>
public sealed class WorkspaceHost : GridHost
{
    private static readonly WorkspaceName Name = WorkspaceName.Parse("tested");

    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();
    private EmbeddedGridDirectory? _directory;

    private EmbeddedGrid Tested => _directory!.FindEmbedded(Name).ShouldNotBeNull();

    public override async Task<IReadOnlyList<ObservationOutcome>> ObserveActorAsync(ActorId actor, IReadOnlyList<Signal> signals, CancellationToken cancellation) =>
        (await Tested.ObserveActorAsync(actor, signals, cancellation)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;

    public override Task<byte[]?> ReadActorAsync(ActorId actor, CancellationToken cancellation) =>
        Tested.ReadActorAsync(actor, static read =>
        {
            var target = new System.Buffers.ArrayBufferWriter<byte>();
            read.WriteForReading(target);
            return target.WrittenSpan.ToArray();
        }, cancellation);

    public override async ValueTask DisposeAsync()
    {
        if (_directory is not null)
        {
            await CloseAsync(CancellationToken.None);
        }

        _folder.Dispose();
    }

    protected override async Task<IProfileGrid> OpenAsync(CatalogDocument? catalog, GridHostOptions options, CancellationToken cancellation)
    {
        var defaults = new EmbeddedGridOptions { DataDirectory = _folder.Path, Partitions = 2, Kinds = options.Kinds };
        var opening = await EmbeddedGridDirectory.OpenAsync(
            defaults with
            {
                QueueCapacity = options.QueueCapacity ?? defaults.QueueCapacity,
                QuarantineCapacity = options.QuarantineCapacity ?? defaults.QuarantineCapacity,
                MemoryBudget = options.ForgetIdleProfiles ? 0 : defaults.MemoryBudget,
            },
            catalog, Clock, null, null, cancellation);
        _directory = opening.ShouldBeOfType<EmbeddedDirectoryOpening.Opened>().Directory;
        if (catalog is not null)
        {
            (await _directory.AddAsync(new Workspace(Name, default), catalog, cancellation)).ShouldBeOfType<WorkspaceChange.Done>();
        }

        return new InterleavedGrid(Tested, _directory.Main);
    }

    protected override async Task CloseAsync(CancellationToken cancellation)
    {
        await _directory!.DisposeAsync();
        _directory = null;
    }

    protected override async Task KillAsync(CancellationToken cancellation)
    {
        await _directory!.AbandonAsync();
        _directory = null;
    }

    protected override Task DamageAsync(ProfileId profile, CancellationToken cancellation)
    {
        StoreDamage.Of(WorkspaceFolders.Of(_folder.Path, Name), ActorId.Of(profile));
        return Task.CompletedTask;
    }

    protected override Task DamagePastAsync(ProfileId profile, CancellationToken cancellation)
    {
        StoreDamage.OfPast(WorkspaceFolders.Of(_folder.Path, Name), ActorId.Of(profile));
        return Task.CompletedTask;
    }
}
