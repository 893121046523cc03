using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Silo.Health;
using PersonaGrain.Silo.Settings;
using PersonaGrain.Testing;

namespace PersonaGrain.Silo.Tests;

/// <summary>Who asks whether a process is ready costs the database nothing more.</summary>
public sealed class ReadinessTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly ClusterLink _link = new();
    private readonly List<TaskCompletionSource<JournalHealth>> _looks = [];
    private readonly Readiness _readiness;

    public ReadinessTests()
    {
        var journal = DispatchProxy.Create<IActorJournal, HealthProxy>();
        ((HealthProxy)(object)journal).Looks = _looks;
        _readiness = new Readiness(new ServiceCollection().AddSingleton(journal).BuildServiceProvider(), _link, new SiloSettings { Role = SiloRole.Gateway }, _time);
    }

    [Fact]
    public async Task ReasonAsync_shares_one_look_at_the_database_and_looks_again_after_a_second()
    {
        var asked = Enumerable.Range(0, 10).Select(_ => _readiness.ReasonAsync(CancellationToken.None)).ToArray();
        _looks.Count.ShouldBe(1);
        _looks[0].SetResult(new JournalHealth(false, "away"));
        (await Task.WhenAll(asked)).ShouldAllBe(reason => reason == "away");
        (await _readiness.ReasonAsync(CancellationToken.None)).ShouldBe("away");
        _looks.Count.ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(1));
        var again = _readiness.ReasonAsync(CancellationToken.None);
        _looks.Count.ShouldBe(2);
        _looks[1].SetResult(new JournalHealth(false, "still away"));
        (await again).ShouldBe("still away");
    }

    [Fact]
    public async Task ReasonAsync_of_one_that_leaves_does_not_end_the_look_of_the_others()
    {
        using var leaving = new CancellationTokenSource();
        var first = _readiness.ReasonAsync(leaving.Token);
        var second = _readiness.ReasonAsync(CancellationToken.None);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);

        _looks.ShouldHaveSingleItem().SetResult(new JournalHealth(false, "away"));
        (await second).ShouldBe("away");
    }

    [Fact]
    public async Task ReasonAsync_tells_lost_silos_and_the_end_at_once()
    {
        _link.Lose("no silo");
        (await _readiness.ReasonAsync(CancellationToken.None)).ShouldBe("no silo");
        _readiness.BeginDrain();
        (await _readiness.ReasonAsync(CancellationToken.None)).ShouldBe("the process is shutting down");
        _looks.ShouldBeEmpty();
    }

    /// <summary>A journal of which only the health is asked; each look is answered by the test.</summary>
    public class HealthProxy : DispatchProxy
    {
        internal List<TaskCompletionSource<JournalHealth>> Looks { get; set; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            targetMethod!.Name.ShouldBe(nameof(IActorJournal.HealthAsync));
            var look = new TaskCompletionSource<JournalHealth>(TaskCreationOptions.RunContinuationsAsynchronously);
            Looks.Add(look);
            return new ValueTask<JournalHealth>(look.Task);
        }
    }
}
