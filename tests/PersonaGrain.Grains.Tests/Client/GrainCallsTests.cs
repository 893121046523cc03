using Microsoft.Extensions.Options;
using PersonaGrain.Grains.Client;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Tests.Client;

public sealed class GrainCallsTests
{
    [Fact]
    public async Task CallAsync_ends_also_where_the_last_attempt_gets_no_answer()
    {
        var calls = new GrainCalls(new ClusterLink(), Options.Create(new GrainEngineOptions { RetryFor = TimeSpan.FromMilliseconds(200) }));
        var never = new TaskCompletionSource<int>();
        var attempts = 0;

        var call = calls.CallAsync(() => attempts++ == 0 ? throw new TimeoutException("no answer") : never.Task, CancellationToken.None);

        await Should.ThrowAsync<JournalUnavailableException>(() => call.WaitAsync(TimeSpan.FromMinutes(1)));
    }
}
