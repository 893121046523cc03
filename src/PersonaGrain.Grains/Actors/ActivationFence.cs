using Microsoft.Extensions.Options;

namespace PersonaGrain.Grains.Actors;

/// <summary>
/// Fencing of activations that another one may have overtaken: knows when another activation of an actor may append, or an append of this process
/// may still arrive. Then an actor in memory may be older than its journal. One for each silo.
/// </summary>
/// <remarks>
/// An append is fenced by the journal, which refuses it. Whatever answers without an append looks whether the journal goes on: once in each epoch,
/// which begins with a change of the cluster, and every time within <see cref="GrainEngineOptions.FencingWindow"/>. Otherwise that costs the
/// comparison of a number.
/// </remarks>
internal sealed class ActivationFence : ISiloStatusListener
{
    /// <summary>What no <see cref="Epoch"/> is equal to: the actor is looked at again.</summary>
    public const int Unverified = 0;

    private readonly long _window;
    private long _until;
    private int _epoch = 1;

    /// <summary>Begins within a window: what the cluster went through before is not known.</summary>
    public ActivationFence(ISiloStatusOracle silos, IOptions<GrainEngineOptions> options)
    {
        _window = (long)options.Value.FencingWindow.TotalMilliseconds;
        OpenWindow();
        silos.SubscribeToSiloStatusEvents(this);
    }

    /// <summary>Counts the changes of the cluster.</summary>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <summary>The epoch for which what is read of a journal from now on holds; <see cref="Unverified"/> within a window.</summary>
    public int Verify()
    {
        var epoch = Epoch;
        return Environment.TickCount64 < Volatile.Read(ref _until) ? Unverified : epoch;
    }

    /// <summary>From now on, for a while, every answer without an append looks into the journal: an append was not answered, and may still arrive.</summary>
    public void OpenWindow() => Volatile.Write(ref _until, Environment.TickCount64 + _window);

    /// <inheritdoc />
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        OpenWindow();
        Interlocked.Increment(ref _epoch);
    }
}
