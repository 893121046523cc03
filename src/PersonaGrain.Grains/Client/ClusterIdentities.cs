using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Indexing;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>The identities of one workspace of the cluster: the journal tells which there are, and each one's actor who holds its person.</summary>
internal sealed class ClusterIdentities(PersonReader profiles, WorkspaceServices workspace) : IIdentityIndex
{
    /// <summary>Actors that are asked at once.</summary>
    private const int Parallelism = 16;

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ActorId>> KeyPageAsync(string prefix, string? after, int limit, CancellationToken cancellation) =>
        workspace.Journal.ActorsByKeyAsync(prefix, after, limit, cancellation);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<FoundIdentity>> HoldersAsync(IReadOnlyList<ProfileId> identities, CancellationToken cancellation)
    {
        var found = new FoundIdentity[identities.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation };
        await Parallel.ForAsync(0, identities.Count, options, async (index, token) =>
        {
            var identity = identities[index];
            found[index] = new FoundIdentity(identity, await profiles.FindAsync(identity, token) is { Profile: var holder } ? holder.ProfileId : identity);
        });
        return found;
    }
}
