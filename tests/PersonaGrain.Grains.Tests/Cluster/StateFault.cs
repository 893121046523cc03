using System.Collections.Concurrent;
using Orleans.Runtime;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>A fault of grain storage: the first and the third call of one kind fail, for each grain that keeps a state of this name.</summary>
/// <param name="state">The name of the state.</param>
/// <param name="isRead">Whether reads fail, or writes.</param>
/// <param name="isWritten">Whether a write that fails was done all the same, so that only its answer is lost.</param>
public sealed class StateFault(string state, bool isRead = false, bool isWritten = false)
{
    private readonly ConcurrentDictionary<GrainId, int> _calls = new();
    private int _hits;

    public bool IsRead => isRead;

    public bool IsWritten => isWritten;

    /// <summary>Calls that met it.</summary>
    public int Hits => Volatile.Read(ref _hits);

    /// <summary>Whether this call meets it.</summary>
    public bool Meets(string stateName, GrainId grain)
    {
        if (stateName != state || _calls.AddOrUpdate(grain, 1, static (_, calls) => calls + 1) is not (1 or 3))
        {
            return false;
        }

        Interlocked.Increment(ref _hits);
        return true;
    }
}
