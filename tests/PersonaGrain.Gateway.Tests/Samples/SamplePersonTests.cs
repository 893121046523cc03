using PersonaGrain.Gateway.Samples;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Samples;

/// <summary>People who are made up.</summary>
public sealed class SamplePersonTests
{
    [Fact]
    public void History_is_the_same_each_time()
    {
        var once = SampleShop.Person(42).History(Some.Now).Select(static one => (one.Profile, one.Signal.Id, one.Signal.Type, one.Signal.Time)).ToArray();

        once.ShouldBe(SampleShop.Person(42).History(Some.Now).Select(static one => (one.Profile, one.Signal.Id, one.Signal.Type, one.Signal.Time)));
        once.Length.ShouldBeGreaterThan(1);
        once.Select(static one => one.Id).ShouldBeUnique();
    }

    [Fact]
    public void History_lies_within_the_days_before_now_and_is_of_types_that_the_catalog_has()
    {
        var signals = Enumerable.Range(0, 50).SelectMany(static number => SampleShop.Person(number).History(Some.Now)).Select(static one => one.Signal).ToArray();

        signals.ShouldAllBe(signal => signal.Time < Some.Now && signal.Time >= Some.Now - TimeSpan.FromDays(SamplePerson.Days + 1));
        var catalog = SampleShop.Catalog();
        signals.ShouldAllBe(signal => catalog.Signals.ContainsKey(signal.Type));
        signals.ShouldContain(static signal => signal.Type == "order_completed");
    }
}
