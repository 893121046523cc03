using PersonaGrain.Grains.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Hosting;

/// <summary>Calls many profiles with a bound on how many at once.</summary>
internal static class ProfileCalls
{
    /// <summary>Calls each profile once. One that fails does not keep the others from being called.</summary>
    /// <returns>The first fault, or null when all calls succeeded.</returns>
    public static Task<Exception?> EachAsync(
        IGrainFactory grains, IReadOnlyList<ProfileId> profiles, int concurrency, Func<IProfileGrain, Task> call) =>
        EachAsync(grains, profiles, static profile => profile, concurrency, (profile, _) => call(profile));

    /// <summary>Calls the profile of each item once. One that fails does not keep the others from being called.</summary>
    /// <returns>The first fault, or null when all calls succeeded.</returns>
    public static async Task<Exception?> EachAsync<T>(
        IGrainFactory grains, IReadOnlyList<T> items, Func<T, ProfileId> profileOf, int concurrency, Func<IProfileGrain, T, Task> call)
    {
        Exception? first = null;
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(concurrency, items.Count)).Select(_ => WorkAsync()));
        return first;

        // All of this runs within the calling grain's turn, one continuation at a time: no lock is needed.
        async Task WorkAsync()
        {
            while (next < items.Count)
            {
                var item = items[next++];
                try
                {
                    await call(grains.GetGrain<IProfileGrain>(profileOf(item).Value), item);
                }
                catch (Exception fault)
                {
                    first ??= fault;
                }
            }
        }
    }
}
