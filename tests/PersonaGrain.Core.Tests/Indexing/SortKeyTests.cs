using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Indexing;
using PersonaGrain.Laws;
using PersonaGrain.Signals;

namespace PersonaGrain.Core.Tests.Indexing;

public sealed class SortKeyTests
{
    [Fact]
    public void Keys_are_in_the_order_of_numbers_and_give_them_back() => Law.Holds(
        (from bits in ArbMap.Default.GeneratorFor<double>() where double.IsFinite(bits) select bits).ArrayOf(2),
        pair =>
        {
            var (one, two) = (SortKey.Of(pair[0]), SortKey.Of(pair[^1]));
            Math.Sign(one.CompareTo(two)).ShouldBe(pair[0].CompareTo(pair[^1]) * (pair[0] == pair[^1] ? 0 : 1));
            one.Value.Number.ShouldBe(pair[0] + 0.0);
        });

    [Fact]
    public void Keys_are_in_the_order_of_kinds_and_of_texts()
    {
        AttributeValue[] values = [AttributeValue.Of(false), AttributeValue.Of(true), AttributeValue.Of(-1d), AttributeValue.Of(long.MaxValue), AttributeValue.Of(""), AttributeValue.Of("Z"), AttributeValue.Of("a"), AttributeValue.Of("ä")];

        values.Select(static value => SortKey.Of(value)!.Value).ShouldBeInOrder();
        SortKey.Of(default(AttributeValue)).HasValue.ShouldBeFalse();
        SortKey.Of(AttributeValue.Of([AttributeValue.Of(1)])).HasValue.ShouldBeFalse();
    }

    [Fact]
    public void Long_texts_are_cut_and_still_told_apart()
    {
        var one = SortKey.Of(AttributeValue.Of(new string('x', 400) + "1"))!.Value;
        var two = SortKey.Of(AttributeValue.Of(new string('x', 400) + "2"))!.Value;

        one.ShouldNotBe(two);
        one.Bytes.Length.ShouldBe(SortKey.MaximumLength);
        (one.IsCut, one.Value.Text).ShouldBe((true, new string('x', SortKey.TextBytes)));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-9007199254740993)]
    [InlineData(-9007199254740992)]
    [InlineData(9007199254740992)]
    [InlineData(9007199254740993)]
    [InlineData(639_081_236_001_230_007)]
    [InlineData(long.MaxValue - 1)]
    [InlineData(long.MaxValue)]
    public void Whole_numbers_are_exact_and_in_order(long number)
    {
        var key = SortKey.Of(AttributeValue.Of(number))!.Value;

        key.Value.ShouldBe(AttributeValue.Of(number));
        key.Whole.ShouldBe(number);
        foreach (var step in new[] { 1, 2, 500, 1_025 })
        {
            (number <= long.MinValue + step || SortKey.Of(AttributeValue.Of(number - step))!.Value < key).ShouldBeTrue();
            (number >= long.MaxValue - step || SortKey.Of(AttributeValue.Of(number + step))!.Value > key).ShouldBeTrue();
        }
    }

    [Fact]
    public void Texts_that_begin_so_lie_between_two_keys()
    {
        var range = SortKey.OfPrefix("Kö");

        range.Contains(SortKey.Of(AttributeValue.Of("Kö"))!.Value).ShouldBeTrue();
        range.Contains(SortKey.Of(AttributeValue.Of("Köln" + new string('x', 500)))!.Value).ShouldBeTrue();
        range.Contains(SortKey.Of(AttributeValue.Of("Kzz"))!.Value).ShouldBeFalse();
        range.Contains(SortKey.Of(AttributeValue.Of("K"))!.Value).ShouldBeFalse();
        SortKey.OfPrefix(string.Empty).Contains(SortKey.Of(AttributeValue.Of("z"))!.Value).ShouldBeTrue();
        SortKey.OfPrefix(string.Empty).Contains(SortKey.Of(5)).ShouldBeFalse();
    }

    [Fact]
    public void Zero_has_one_key() => SortKey.Of(-0d).ShouldBe(SortKey.Of(0d));

    /// <summary>Stores have these bytes, and these numbers of fields.</summary>
    [Theory]
    [InlineData(false, "0800")]
    [InlineData(true, "0801")]
    [InlineData(0d, "108000000000000000")]
    [InlineData(-1d, "10400FFFFFFFFFFFFF")]
    [InlineData(12.5, "10C029000000000000")]
    [InlineData("Köln", "204BC3B66C6E")]
    public void Bytes_of_a_value_stay(object value, string bytes) =>
        Convert.ToHexString(SortKey.Of(value is string text ? AttributeValue.Of(text) : value is bool truth ? AttributeValue.Of(truth) : AttributeValue.Of((double)value))!.Value.Bytes.Span).ShouldBe(bytes);
}
