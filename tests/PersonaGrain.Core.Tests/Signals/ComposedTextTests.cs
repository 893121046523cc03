using System.Globalization;
using PersonaGrain.Signals.Composition;

namespace PersonaGrain.Signals;

/// <summary>A name is one name, whether its marks come as characters of their own or not.</summary>
public sealed class ComposedTextTests
{
    [Fact]
    public void Every_character_and_many_rows_of_marks_have_the_form_that_another_implementation_gives()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "composition.txt")).Where(line => !line.StartsWith('#')).ToArray();

        lines.Length.ShouldBeGreaterThan(4_000);
        foreach (var line in lines)
        {
            var parts = line.Split(';');
            var (sent, composed) = (Text(parts[0]), Text(parts[1]));
            ComposedText.Of(sent).ShouldBe(composed, line);
            ComposedText.Of(composed).ShouldBe(composed, line);
        }
    }

    [Theory]
    [InlineData("product_viewed")]
    [InlineData("größe_gewählt")]
    [InlineData("注文完了")]
    [InlineData("한국어")]
    [InlineData("अ_ि")]
    [InlineData("x\u0301")]
    public void Text_that_is_composed_is_the_same_object(string text) => ComposedText.Of(text).ShouldBeSameAs(text);

    private static string Text(string characters) =>
        string.Concat(characters.Split(' ').Select(hex => char.ConvertFromUtf32(int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
}
