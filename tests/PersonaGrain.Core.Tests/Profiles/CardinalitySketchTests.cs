using PersonaGrain.Profiles.Computed;

namespace PersonaGrain.Profiles;

public sealed class CardinalitySketchTests
{
    /// <summary>Of values as they come: running numbers, texts with one, dates and identifiers; from few to a million.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(12_000)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void Estimate_lies_within_four_standard_errors(int count)
    {
        Func<int, string>[] families = [number => $"{number}", number => $"product-{number:D9}", number => $"{number * 97L:x16}", number => $"https://shop.example/p/{number}?ref=mail"];
        foreach (var family in families)
        {
            var sketch = new CardinalitySketch();
            for (var number = 0; number < count; number++)
            {
                sketch.Add(MessageFingerprint.Of(family(number)));
            }

            sketch.Estimate().ShouldBe(count, Math.Max(0.01, 4 * count * CardinalitySketch.RelativeError), family(7));
        }
    }

    /// <summary>Many small sketches: the errors are as large as told, and on the whole none.</summary>
    [Theory]
    [InlineData(2_000)]
    [InlineData(9_000)]
    [InlineData(20_000)]
    public void Errors_are_those_that_are_told_and_have_no_bias(int count)
    {
        const int sketches = 200;
        double sum = 0, squares = 0;
        for (var number = 0; number < sketches; number++)
        {
            var sketch = new CardinalitySketch();
            for (var value = 0; value < count; value++)
            {
                sketch.Add(MessageFingerprint.Of($"{number}/{value}"));
            }

            var error = (sketch.Estimate() - count) / count;
            sum += error;
            squares += error * error;
        }

        Math.Sqrt(squares / sketches).ShouldBeLessThan(CardinalitySketch.RelativeError * 1.2);
        Math.Abs(sum / sketches).ShouldBeLessThan(4 * CardinalitySketch.RelativeError / Math.Sqrt(sketches));
    }

    [Fact]
    public void Order_and_repeats_do_not_matter()
    {
        var (one, other) = (new CardinalitySketch(), new CardinalitySketch());
        for (var number = 0; number < 5_000; number++)
        {
            one.Add(MessageFingerprint.Of($"{number}"));
            other.Add(MessageFingerprint.Of($"{4_999 - number}"));
            other.Add(MessageFingerprint.Of($"{number}"));
        }

        other.Estimate().ShouldBe(one.Estimate());
    }
}
