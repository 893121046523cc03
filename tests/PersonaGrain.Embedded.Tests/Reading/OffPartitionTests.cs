using System.Collections;
using PersonaGrain.Decisions;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Reading;

public sealed class OffPartitionTests : OpenGrid
{
    [Fact]
    public async Task Decision_that_takes_long_holds_up_nobody()
    {
        var grid = await OpenAsync(Recent(), Options with { Partitions = 1 });
        await ObserveAsync(grid, Views(2));
        using var contents = new SlowContents();

        var deciding = Task.Run(() => grid.DecideAsync(Visitor(0), new DecisionRequest { Contents = contents }, Deadline).AsTask());
        await contents.Begun.WaitAsync(Deadline);
        await ObserveAsync(grid, Views(2));
        (await ProfileAsync(grid, "visitor-0")).Signals.ShouldBe(2);
        contents.GoOn();

        (await deciding).ShouldBeOfType<DecisionResult.Decided>().Ranked.Single().Id.ShouldBe("banner");
    }

    /// <summary>Contents whose first look takes as long as the test wants.</summary>
    private sealed class SlowContents : IReadOnlyList<Content>, IDisposable
    {
        private readonly ManualResetEventSlim _goOn = new();
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public int Count => 1;

        public Content this[int index] => Look();

        public void GoOn() => _goOn.Set();

        public IEnumerator<Content> GetEnumerator()
        {
            yield return Look();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Dispose() => _goOn.Dispose();

        private Content Look()
        {
            _begun.TrySetResult();
            _goOn.Wait(TimeSpan.FromSeconds(60)).ShouldBeTrue();
            return new Content("banner", null, [], [], new Dictionary<string, double>(), 1);
        }
    }
}
