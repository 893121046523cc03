using PersonaGrain.Testing;

namespace PersonaGrain.Catalogs.Previews;

public sealed class EstimateTests
{
    [Theory]
    [InlineData(40, 0.02)]
    [InlineData(2_000, 0.1)]
    [InlineData(9_000, 0.5)]
    [InlineData(300, 0.9)]
    public void Interval_holds_the_truth_in_nineteen_of_twenty_samples_at_least(int members, double share)
    {
        const int People = 10_000;
        const int Samples = 400;
        var random = new Random(17);
        var held = 0;
        for (var sample = 0; sample < Samples; sample++)
        {
            var looked = (int)(People * share);
            var order = Enumerable.Range(0, People).ToArray();
            random.Shuffle(order);
            var estimate = Estimate.Of(order.Take(looked).Count(person => person < members), share);
            held += estimate.Low <= members && members <= estimate.High ? 1 : 0;
        }

        // Three deviations of chance below 95 %.
        held.ShouldBeGreaterThanOrEqualTo((int)(Samples * 0.917));
    }

    [Fact]
    public void Everybody_leaves_no_doubt_and_a_part_never_tells_fewer_than_were_found()
    {
        Estimate.Of(12, 1).ShouldBe(new Estimate(12, 12, 12, true));
        var half = Estimate.Of(12, 0.5);
        (half.Value, half.Low >= 12, half.IsExact).ShouldBe((24, true, false));
        Estimate.Of(0, 0.02).High.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1_000)]
    [InlineData(4_097)]
    public void Shuffled_numbers_come_once_each_and_mixed_from_the_first_on(int count)
    {
        var range = new ShuffledRange(count);

        var numbers = Enumerable.Range(0, count).Select(place => range[place]).ToArray();

        numbers.Order().ShouldBe(Enumerable.Range(0, count).Select(static number => (long)number));
        if (count >= 1_000)
        {
            // Of a tenth, half are of the lower half, and half are even: give or take four deviations.
            var (tenth, deviation) = (numbers[..(count / 10)], Math.Sqrt(count / 10 / 4.0));
            ((double)tenth.Count(number => number < count / 2)).ShouldBe(count / 20.0, 4 * deviation);
            ((double)tenth.Count(static number => number % 2 == 0)).ShouldBe(count / 20.0, 4 * deviation);
        }
    }

    [Fact]
    public void Place_in_the_order_of_fingerprints_is_read_as_it_was_written()
    {
        var place = FingerprintOrder.Of(Some.Actor("anonymous:é 7"));

        FingerprintOrder.Parse(place.ToString()).ShouldBe(place);
        Should.Throw<FormatException>(() => FingerprintOrder.Parse("p.abc"));
        Should.Throw<FormatException>(() => FingerprintOrder.Parse("f.zzzzzzzzzzzzzzzz"));
    }

    [Theory]
    [InlineData(100_000, 0.01, 50, false)]
    [InlineData(1_900, 1, 50, true)]
    [InlineData(1_000_000, 0.001, 500, false)]
    [InlineData(1_000_000, 0.0015, 0, false)]
    [InlineData(1_000_000, 0.0025, 0, true)]
    [InlineData(1_000_000, 0.0025, 600, true)]
    [InlineData(1_000_000, 0.0025, 200, false)]
    [InlineData(1_000_000, 0.008, 640, true)]
    public void Enough_people_were_looked_at_when_every_interval_is_narrow(int people, double share, int entering, bool isEnough)
    {
        var sum = new PreviewSum();
        sum.Add(new PreviewPage(Some.Now, (int)(people * share), share, [new SegmentPreview("viewers", 0, entering, entering, 0, [], [])], share < 1 ? "more" : null));

        sum.IsEnough("viewers").ShouldBe(isEnough);
        sum.IsEnough("another").ShouldBe(isEnough, "who enters a segment is told of all of them");
    }
}
