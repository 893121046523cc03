using Microsoft.Extensions.Logging;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Client;

/// <summary>Joins and parts the people of one workspace, as requests and signals say; within a bound, since a join has the histories of both in memory.</summary>
internal sealed class PersonClient(
    WorkspaceServices workspace, ActorReferences actors, PersonReader reader, PersonRoutes routes, GridClock clock, GrainCalls calls, ILogger<PersonHost> logger)
    : IDisposable
{
    private const int AtOnce = 32;

    private readonly SemaphoreSlim _room = new(AtOnce);
    private readonly SettledPairs _settled = new();

    /// <summary>See <see cref="IProfileGrid.LinkAsync"/>.</summary>
    public async ValueTask<LinkResult> LinkAsync(IReadOnlyList<Identity> identities, CancellationToken cancellation)
    {
        try
        {
            var result = await ChangeAsync(host => PersonOperations.LinkAsync(identities, host, cancellation));
            _settled.Requested(result);
            return result;
        }
        catch (FormatException damage)
        {
            return new LinkResult.Refused(SignalFault.OfDamagedProfile(damage.Message));
        }
        catch (JournalUnavailableException unavailable)
        {
            return new LinkResult.Unavailable(unavailable.Message, unavailable.RetryAfter);
        }
    }

    /// <summary>See <see cref="IProfileGrid.UnlinkAsync"/>.</summary>
    public async ValueTask<UnlinkResult> UnlinkAsync(Identity identity, CancellationToken cancellation)
    {
        try
        {
            var result = await ChangeAsync(host => PersonOperations.UnlinkAsync(identity, host, cancellation));
            _settled.Requested(result);
            return result;
        }
        catch (FormatException damage)
        {
            return new UnlinkResult.Refused(SignalFault.OfDamagedProfile(damage.Message));
        }
        catch (JournalUnavailableException unavailable)
        {
            return new UnlinkResult.Unavailable(unavailable.Message, unavailable.RetryAfter);
        }
    }

    /// <summary>See <see cref="PersonOperations.PartAsync"/>.</summary>
    public async ValueTask<UnlinkResult?> PartAsync(ProfileId identity, CancellationToken cancellation)
    {
        try
        {
            var result = await ChangeAsync(host => PersonOperations.PartAsync(identity, host, cancellation));
            if (result is not null)
            {
                _settled.Requested(result);
            }

            return result;
        }
        catch (FormatException damage)
        {
            return new UnlinkResult.Refused(SignalFault.OfDamagedProfile(damage.Message));
        }
        catch (JournalUnavailableException unavailable)
        {
            return new UnlinkResult.Unavailable(unavailable.Message, unavailable.RetryAfter);
        }
    }

    /// <summary>See <see cref="IProfileGrid.PersonAsync"/>.</summary>
    public async ValueTask<PersonView?> PersonAsync(ProfileId profile, CancellationToken cancellation) =>
        PersonOperations.View((await reader.FindAsync(profile, cancellation))?.Profile);

    /// <summary>Joins what signals name beside the identities that they are taken by; null where none of them may name any. Costs nothing there.</summary>
    public async ValueTask<JoinedCall?> JoinAsync(IReadOnlyList<Observation> observations, CancellationToken cancellation)
    {
        var known = workspace.Catalogs.Latest ?? await workspace.Catalogs.CurrentAsync(0, cancellation);
        if (!SignalJoins.MayName(observations, known.Catalog))
        {
            return null;
        }

        var catalog = await workspace.Catalogs.CurrentAsync(known.Version, cancellation);
        using var host = NewHost();
        try
        {
            return await new SignalJoins(host, _settled).JoinAsync(observations, catalog, cancellation);
        }
        catch (FormatException)
        {
            // One of those that are named is damaged: the signals are taken without a join, and refused where they are its own.
            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _room.Dispose();

    private async ValueTask<T> ChangeAsync<T>(Func<PersonHost, ValueTask<T>> change)
    {
        workspace.ThrowIfRemoved();
        using var host = NewHost();
        return await change(host);
    }

    private PersonHost NewHost() => new(workspace, actors, routes, clock, calls, _room, logger);
}
