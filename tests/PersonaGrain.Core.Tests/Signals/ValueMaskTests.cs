namespace PersonaGrain.Signals;

public sealed class ValueMaskTests
{
    [Theory]
    [InlineData("1,149.90", "9,999.99")]
    [InlineData("€ 20", "€ 99")]
    [InlineData("Ann.Müller@example.org", "Aaa.Aaaaaa@aaaaaaa.aaa")]
    [InlineData("注文", "aa")]
    [InlineData("a\nb", "a\uFFFDa")]
    [InlineData("", "")]
    public void Shape_says_nothing_of_the_value(string text, string shape) => ValueMask.Of(text).ShouldBe(shape);

    [Fact]
    public void Shape_is_bounded()
    {
        ValueMask.Of(new string('x', 1_000)).ShouldBe(new string('a', 64) + "…");
        ValueMask.Of(AttributeValue.Of([.. Enumerable.Repeat(AttributeValue.Of("red"), 1_000)])).Length.ShouldBe(65);
    }
}
