using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.People;

/// <summary>Joins and parts people, by requests and by signals that name several identities.</summary>
/// <param name="newHost">The engine for one change.</param>
/// <param name="inForce">What is in force.</param>
/// <param name="retryAfter">When it is worth trying again where the store can not be read or written.</param>
internal sealed class PersonChanges(Func<PersonHost> newHost, Func<CatalogInForce> inForce, TimeSpan retryAfter)
{
    private readonly SettledPairs _settled = new();
    private volatile bool _closing;

    /// <summary>Changes nothing any more.</summary>
    public void Close() => _closing = true;

    /// <summary>Makes identities one person.</summary>
    public async ValueTask<LinkResult> LinkAsync(IReadOnlyList<Identity> identities, CancellationToken cancellation)
    {
        using var host = newHost();
        try
        {
            var result = await PersonOperations.LinkAsync(identities, host, cancellation);
            _settled.Requested(result);
            return result;
        }
        catch (Exception exception) when (Explain(exception) is { } fault)
        {
            return fault.IsDamage
                ? new LinkResult.Refused(SignalFault.OfDamagedProfile(fault.Message))
                : new LinkResult.Unavailable(fault.Message, retryAfter);
        }
    }

    /// <summary>Gives an identity back.</summary>
    public async ValueTask<UnlinkResult> UnlinkAsync(Identity identity, CancellationToken cancellation)
    {
        using var host = newHost();
        try
        {
            var result = await PersonOperations.UnlinkAsync(identity, host, cancellation);
            _settled.Requested(result);
            return result;
        }
        catch (Exception exception) when (Explain(exception) is { } fault)
        {
            return Failed(fault);
        }
    }

    /// <summary>Gives an identity back where a rule speaks against it; null where none does.</summary>
    public async ValueTask<UnlinkResult?> PartAsync(ProfileId identity, CancellationToken cancellation)
    {
        using var host = newHost();
        try
        {
            var result = await PersonOperations.PartAsync(identity, host, cancellation);
            if (result is not null)
            {
                _settled.Requested(result);
            }

            return result;
        }
        catch (Exception exception) when (Explain(exception) is { } fault)
        {
            return Failed(fault);
        }
    }

    /// <summary>
    /// Joins what the signals of a call name; null where an actor is damaged that they name: then they are taken without, and refused where they are its own.
    /// </summary>
    /// <returns>What came of it, or why the call can not be taken now.</returns>
    public async ValueTask<(JoinedCall? Joined, ObserveResult.Unavailable? Fault)> JoinAsync(
        IReadOnlyList<Observation> observations, CancellationToken cancellation)
    {
        using var host = newHost();
        try
        {
            var joined = await new SignalJoins(host, _settled).JoinAsync(observations, inForce(), cancellation);
            return joined.Fault is { } fault ? (null, new ObserveResult.Unavailable(fault.Reason, fault.RetryAfter)) : (joined, null);
        }
        catch (Exception exception) when (Explain(exception) is { } fault)
        {
            return (null, fault.IsDamage ? null : new ObserveResult.Unavailable(fault.Message, retryAfter));
        }
    }

    private UnlinkResult Failed((string Message, bool IsDamage) fault) => fault.IsDamage
        ? new UnlinkResult.Refused(SignalFault.OfDamagedProfile(fault.Message))
        : new UnlinkResult.Unavailable(fault.Message, retryAfter);

    /// <summary>Why a change could not be worked out; null for a fault of this program, or for one that was given up.</summary>
    private (string Message, bool IsDamage)? Explain(Exception exception) => exception switch
    {
        IOException { InnerException: ActorDamagedException or StoreException { IsDamage: true } } => (exception.Message, true),
        IOException => (exception.Message, false),
        ObjectDisposedException when _closing => (StoreFault.Closing.Message, false),
        _ => null,
    };
}
