using System.Globalization;
using System.Text;
using NodaTime;
using PersonaGrain.Cli.Mappings;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Tests.Mappings;

/// <summary>How single fields are read.</summary>
public sealed class FieldTests
{
    [Theory]
    [InlineData(".", null, "1149.90", "1149.90")]
    [InlineData(".", ",", "1,149.90", "1149.90")]
    [InlineData(",", ".", "1.149,90", "1149.90")]
    [InlineData(",", " ", "1\u202F234\u00A0567,5", "1234567.5")]
    [InlineData(".", "'", "-12'345", "-12345")]
    [InlineData(",", null, "1,5", "1.5")]
    [InlineData(".", ",", "12,34,567", "1234567")]
    [InlineData(".", ",", "1,5", null)]
    [InlineData(".", ",", "1,1495", null)]
    [InlineData(".", ",", "1149,90", null)]
    [InlineData(",", null, "1.5", null)]
    [InlineData(",", ".", "1,149.90", null)]
    [InlineData(".", null, "1,5", null)]
    [InlineData(".", null, "€ 20", null)]
    public void Number_is_read_as_it_is_written_and_never_as_another(string point, string? thousands, string text, string? expected)
    {
        var notation = new NumberNotation(point[0], thousands?[0]);

        (notation.TryRead(text, out var number) ? number : (decimal?)null).ShouldBe(expected is null ? null : decimal.Parse(expected, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("iso", "2026-07-01 12:00", "2026-07-01T10:00:00Z", "None")]
    [InlineData("iso", "2026-01-01T12:00:00", "2026-01-01T11:00:00Z", "None")]
    [InlineData("iso", "2026-07-01T12:00:00Z", "2026-07-01T12:00:00Z", "None")]
    [InlineData("iso", "2026-07-01T12:00:00-05:00", "2026-07-01T17:00:00Z", "None")]
    [InlineData("iso", "2026-07-01", "2026-06-30T22:00:00Z", "None")]
    [InlineData("dd.MM.yyyy HH:mm", "29.03.2026 02:30", "2026-03-29T01:30:00Z", "Skipped")]
    [InlineData("dd.MM.yyyy HH:mm", "25.10.2026 02:30", "2026-10-25T00:30:00Z", "Twice")]
    [InlineData("excel", "46204.5", "2026-07-01T10:00:00Z", "None")]
    [InlineData("unixSeconds", "1782900000", "2026-07-01T10:00:00Z", "None")]
    public void Time_without_an_offset_is_local(string format, string text, string expected, string oddity)
    {
        var reading = new TimeReading(TimeForm.Of(format), DateTimeZoneProviders.Tzdb["Europe/Berlin"]);

        reading.TryRead(text, out var read).ShouldBeTrue();

        (read.Time.ToString(), read.Oddity.ToString()).ShouldBe((expected, oddity));
    }

    [Theory]
    [InlineData("dd/MM/yyyy", "24/12/1980", "1980-12-24")]
    [InlineData("iso", "1980-12-24", "1980-12-24")]
    [InlineData("excel", "29579", "1980-12-24")]
    [InlineData("iso", "2026-07-01T12:00:00", "2026-07-01T10:00:00Z")]
    [InlineData("iso", "Christmas", null)]
    public void Date_stays_the_day_that_was_written_and_a_time_becomes_utc(string format, string text, string? expected)
    {
        var field = new FieldMapping("born", "Born", FieldType.Date, TimeForm.Of(format));
        var reading = new FieldReading(field, NumberNotation.Plain, DateTimeZoneProviders.Tzdb["Europe/Berlin"]);

        (reading.TryRead(text, out var value) ? value.Text : null).ShouldBe(expected);
    }

    [Theory]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("12.50", "12.5")]
    [InlineData(" 7 ", "7")]
    public void Number_of_an_attribute_is_exact(string text, string expected)
    {
        var reading = new FieldReading(new FieldMapping("n", "N", FieldType.Number), NumberNotation.Plain, zone: null);

        reading.TryRead(text, out var value).ShouldBeTrue();

        value.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("\"timeZone\": \"Europe/Berln\"", "$.timeZone", "Europe/Berlin")]
    [InlineData("\"encoding\": \"klingon\"", "$.encoding", "windows-1252")]
    [InlineData("\"thousands\": \".\"", "$.thousands", "decimal")]
    [InlineData("\"decimal\": \";\"", "$.decimal", ",")]
    [InlineData("\"faults\": \"ignore\"", "$.faults", "reject")]
    [InlineData("\"format\": { \"quote\": \"''\" }", "$.format.quote", "one character")]
    [InlineData("\"format\": { \"separated\": \"dots\" }", "$.format.separated", "semicolon")]
    [InlineData("\"attributes\": { \"a\": { \"column\": \"x\", \"format\": \"iso\" } }", "$.attributes.a.format", "date")]
    public void Mapping_with_a_faulty_word_names_it(string part, string path, string told)
    {
        var text = $$"""{ "name": "m", "profile": "p", "type": "t", "time": { "column": "at" }, "id": { "columns": ["p"] }, {{part}} }""";

        var fault = MappingReader.Read(Encoding.UTF8.GetBytes(text)).ShouldBeOfType<MappingReading.Faulty>().Faults.ShouldHaveSingleItem();

        fault.Path.ShouldBe(path);
        fault.Message.ShouldContain(told);
    }
}
