using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Workspaces;

namespace PersonaGrain.Grains.Hosting;

/// <summary>A call of an actor that failed.</summary>
internal readonly record struct FailedCall(ActorAddress Actor, Exception Fault);

/// <summary>Calls many actors with a bound on how many at once.</summary>
internal static class ActorCalls
{
    /// <summary>Calls the actor of each item once. One that fails does not keep the others from being called.</summary>
    /// <returns>The calls that failed.</returns>
    public static async Task<List<FailedCall>> EachAsync<T>(
        IGrainFactory grains, IReadOnlyList<T> items, Func<T, ActorAddress> actorOf, int concurrency, Func<IActorGrain, T, Task> call)
    {
        var failed = new List<FailedCall>();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(concurrency, items.Count)).Select(_ => WorkAsync()));
        return failed;

        // All of this runs within the calling grain's turn, one continuation at a time: no lock is needed.
        async Task WorkAsync()
        {
            while (next < items.Count)
            {
                var item = items[next++];
                var actor = actorOf(item);
                try
                {
                    await call(grains.GetGrain<IActorGrain>(actor.Key), item);
                }
                catch (Exception fault)
                {
                    failed.Add(new FailedCall(actor, fault));
                }
            }
        }
    }
}
