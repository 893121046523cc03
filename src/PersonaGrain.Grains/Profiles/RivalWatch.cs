using Microsoft.Extensions.Options;

namespace PersonaGrain.Grains.Profiles;

/// <summary>Knows when another activation of a profile may append, or an append of this process may still arrive: then a profile in memory may be older than its journal. One for each silo.</summary>
/// <remarks>
/// An append finds out by itself, since the journal refuses it. Whatever answers without an append looks whether the journal goes on: once
/// after each change of the cluster, and every time within <see cref="GrainEngineOptions.DoubtFor"/>. Otherwise that costs the comparison of a number.
/// </remarks>
internal sealed class RivalWatch : ISiloStatusListener
{
    /// <summary>What no <see cref="Changes"/> is equal to: the profile is looked at again.</summary>
    public const int Unsure = 0;

    private readonly long _doubt;
    private long _until;
    private int _changes = 1;

    /// <summary>Begins in doubt: what the cluster went through before is not known.</summary>
    public RivalWatch(ISiloStatusOracle silos, IOptions<GrainEngineOptions> options)
    {
        _doubt = (long)options.Value.DoubtFor.TotalMilliseconds;
        Doubt();
        silos.SubscribeToSiloStatusEvents(this);
    }

    /// <summary>Counts the changes of the cluster.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>What a profile is to remember that is read from its journal from now on: it is sure of it until <see cref="Changes"/> differs.</summary>
    public int Stamp()
    {
        var changes = Changes;
        return Environment.TickCount64 < Volatile.Read(ref _until) ? Unsure : changes;
    }

    /// <summary>An append was not answered, and may still arrive.</summary>
    public void Doubt() => Volatile.Write(ref _until, Environment.TickCount64 + _doubt);

    /// <inheritdoc />
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        Doubt();
        Interlocked.Increment(ref _changes);
    }
}
