namespace PersonaGrain.Population.Index;

public sealed class NumberBinTests
{
    private static readonly double[] Numbers =
    [
        .. new[] { 1, 1.37, 9.99, 10, 12.5, 99.9, 100, 999, 1_000, 1_957, 58_138, 0.1, 0.29, 0.3, 0.7, 1e-9, 123456789, 1e17 }.SelectMany(number => new[] { -number, number }), 0,
    ];

    [Fact]
    public void Every_number_is_in_the_bin_that_holds_it_and_in_the_coarser_ones_that_hold_that()
    {
        foreach (var number in Numbers)
        {
            var (from, to) = NumberBin.Edges(NumberBin.Of(number), 3);
            for (var digits = 3; digits > 0; digits--)
            {
                var (low, high) = NumberBin.Edges(NumberBin.Coarser(NumberBin.Of(number), digits), digits);
                number.ShouldBeGreaterThanOrEqualTo(low, $"{number} with {digits} digits");
                number.ShouldBeLessThan(high, $"{number} with {digits} digits");
                (low <= from && high >= to).ShouldBeTrue($"{low} to {high} around {from} to {to}");
            }
        }
    }

    [Fact]
    public void Greater_numbers_are_in_greater_bins()
    {
        var ordered = Numbers.Order().ToArray();
        foreach (var (less, more) in ordered.Zip(ordered.Skip(1)))
        {
            NumberBin.Of(less).ShouldBeLessThan(NumberBin.Of(more), $"{less} and {more}");
        }
    }

    [Theory]
    [InlineData(1_957, 3, 1_950, 1_960)]
    [InlineData(42, 3, 42, 42.1)]
    [InlineData(42, 2, 42, 43)]
    [InlineData(42, 1, 40, 50)]
    [InlineData(-42.05, 2, -43, -42)]
    [InlineData(0.3, 3, 0.3, 0.301)]
    [InlineData(-100, 3, -100, -99.9)]
    public void Edges_are_round(double number, int digits, double from, double to)
    {
        var (low, high) = NumberBin.Edges(NumberBin.Coarser(NumberBin.Of(number), digits), digits);

        (low, high).ShouldBe((from, to));
    }
}
