using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;

namespace PersonaGrain.Testing.Journals;

/// <summary>Storage in memory.</summary>
public sealed class InMemoryJournalHost : JournalHost
{
    /// <inheritdoc />
    public override IWorkspaceStorage Workspaces { get; } = new InMemoryWorkspaces();

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
