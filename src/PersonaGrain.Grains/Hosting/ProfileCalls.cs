using PersonaGrain.Grains.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Hosting;

/// <summary>Calls many profiles with a bound on how many at once.</summary>
internal static class ProfileCalls
{
    /// <summary>Calls each profile once. One that fails does not keep the others from being called.</summary>
    /// <returns>The first fault, or null when all calls succeeded.</returns>
    public static async Task<Exception?> EachAsync(
        IGrainFactory grains, IReadOnlyList<ProfileId> profiles, int concurrency, Func<IProfileGrain, Task> call)
    {
        Exception? first = null;
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(concurrency, profiles.Count)).Select(_ => WorkAsync()));
        return first;

        // All of this runs within the calling grain's turn, one continuation at a time: no lock is needed.
        async Task WorkAsync()
        {
            while (next < profiles.Count)
            {
                try
                {
                    await call(grains.GetGrain<IProfileGrain>(profiles[next++].Value));
                }
                catch (Exception fault)
                {
                    first ??= fault;
                }
            }
        }
    }
}
