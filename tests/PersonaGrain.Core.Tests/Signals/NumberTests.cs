using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;

namespace PersonaGrain.Signals;

/// <summary>Numbers are exact to 64 bits, and each has one form.</summary>
public sealed class NumberTests
{
    private const long Large = 9_007_199_254_740_993;

    [Theory]
    [InlineData(1L << 53, AttributeKind.Number)]
    [InlineData(-(1L << 53), AttributeKind.Number)]
    [InlineData((1L << 53) + 1, AttributeKind.Integer)]
    [InlineData(long.MinValue, AttributeKind.Integer)]
    [InlineData(long.MaxValue, AttributeKind.Integer)]
    public void Whole_number_has_one_form(long number, AttributeKind kind)
    {
        var value = AttributeValue.Of(number);

        value.Kind.ShouldBe(kind);
        value.ToString().ShouldBe(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        AttributeValue.Of((double)(number / 1024 * 1024)).ShouldBe(AttributeValue.Of(number / 1024 * 1024));
        Stored(value).ShouldBe(value);
    }

    [Fact]
    public void Numbers_next_to_each_other_differ_and_are_in_order()
    {
        AttributeValue[] ascending =
        [
            AttributeValue.Of(-1e300), AttributeValue.Of(long.MinValue), AttributeValue.Of(-Large), AttributeValue.Of(-(Large - 1)), AttributeValue.Of(-0.5),
            AttributeValue.Of(0), AttributeValue.Of(Large - 1), AttributeValue.Of(Large), AttributeValue.Of(Large + 1), AttributeValue.Of(long.MaxValue),
            AttributeValue.Of(9223372036854775808.0), AttributeValue.Of(1e300),
        ];

        for (var one = 0; one < ascending.Length; one++)
        {
            for (var other = 0; other < ascending.Length; other++)
            {
                Math.Sign(AttributeValue.CompareNumbers(ascending[one], ascending[other])).ShouldBe(one.CompareTo(other));
                (ascending[one] == ascending[other]).ShouldBe(one == other);
            }
        }
    }

    [Theory]
    [InlineData(ValueOperator.Is, 0)]
    [InlineData(ValueOperator.In, 0)]
    [InlineData(ValueOperator.Above, 1)]
    [InlineData(ValueOperator.Below, -1)]
    public void Conditions_tell_numbers_apart_that_one_double_stands_for(ValueOperator test, int offset)
    {
        var tester = ValueTester.Compile([new ValueTest(test, [AttributeValue.Of(Large)])]);

        for (var distance = -1; distance <= 1; distance++)
        {
            tester.Matches(AttributeValue.Of(Large + distance)).ShouldBe(distance == offset);
        }
    }

    [Theory]
    [InlineData(Large, 1, Large + 1)]
    [InlineData(Large, -Large, 0)]
    [InlineData(long.MaxValue - 1, 1, long.MaxValue)]
    [InlineData(long.MinValue + 1, -1, long.MinValue)]
    public void Sum_of_whole_numbers_is_exact_while_it_fits_64_bits(long left, long right, long sum) =>
        AttributeValue.Sum(AttributeValue.Of(left), AttributeValue.Of(right)).ShouldBe(AttributeValue.Of(sum));

    [Theory]
    [InlineData(long.MaxValue, 1L, 9223372036854775808.0)]
    [InlineData(long.MinValue, -2048L, -9223372036854777856.0)]
    [InlineData(1L, 0.5, 1.5)]
    [InlineData(double.MaxValue, double.MaxValue, double.MaxValue)]
    public void Sum_that_is_not_whole_or_does_not_fit_is_the_nearest_double(object left, object right, double sum)
    {
        AttributeValue.Sum(Number(left), Number(right)).ShouldBe(AttributeValue.Of(sum));

        static AttributeValue Number(object number) => number is long whole ? AttributeValue.Of(whole) : AttributeValue.Of((double)number);
    }

    private static AttributeValue Stored(AttributeValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        AttributeCodec.Write(value, new ByteWriter(buffer));
        var reader = new ByteReader(buffer.WrittenSpan);
        return AttributeCodec.Read(ref reader);
    }
}
