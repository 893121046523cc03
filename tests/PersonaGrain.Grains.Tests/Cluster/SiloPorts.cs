using Orleans.TestingHost;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>Numbers that tell the silos of this process apart.</summary>
/// <remarks>
/// Silos within one process talk through memory and open no port. Orleans would look for ports that are free all the same, and read
/// every connection of the machine for each silo.
/// </remarks>
internal sealed class SiloPorts : ITestClusterPortAllocator
{
    private const int First = 10_000;
    private const int Count = 50_000;

    private static int _given;

    /// <inheritdoc />
    public (int, int) AllocateConsecutivePortPairs(int numPorts)
    {
        var silos = Take(numPorts);
        return (silos, Take(numPorts));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // Nothing is held.
    }

    private static int Take(int count) => First + ((Interlocked.Add(ref _given, count) - count) % Count);
}
