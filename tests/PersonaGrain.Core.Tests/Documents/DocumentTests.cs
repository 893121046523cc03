using System.Text;
using PersonaGrain.Documents;

namespace PersonaGrain.Core.Tests.Documents;

/// <summary>A small format of its own, as a program other than the catalog's would read it.</summary>
public class DocumentTests
{
    [Fact]
    public void Read_sound_document_gives_what_was_written()
    {
        const string Text = """{ "name": "desk", /* in hall */ "colour": "red", "watts": 7, "lit": true, "rooms": ["hall", ""], }""";

        var lamp = Read("\uFEFF" + Text, out var faults);

        faults.ShouldBeEmpty();
        lamp.ShouldNotBeNull();
        (lamp.Name, lamp.Colour, lamp.Watts, lamp.Lit).ShouldBe(("desk", "red", 7, true));
        lamp.Rooms.ShouldBe(["hall", ""]);
    }

    [Fact]
    public void Read_faulty_document_names_every_fault_with_path_value_and_advice()
    {
        Read("""
            { "name": "", "colour": "gren", "watts": 1e999, "lit": 1, "rooms": ["hall", "\ud800", 3], "waats": 1, "lit": true }
            """, out var faults);

        faults.Select(fault => (fault.Path, fault.Value, fault.Message)).ShouldBe(
            [
                ("$.lit", "true", "this name stands twice in one object; keep one"),
                ("$.waats", "1", "a lamp has no property of this name; did you mean \"watts\"?; it may have name, colour, watts, lit, rooms"),
                ("$.name", "\"\"", "a lamp has a name"),
                ("$.colour", "\"gren\"", "colour is one of red, green; did you mean \"green\"?"),
                ("$.watts", "1e999", "write watts as a whole number from 0 to 100"),
                ("$.lit", "1", "write lit as true or false"),
                ("$.rooms[1]", "\"\\ud800\"", "the text has half a surrogate pair; write valid Unicode"),
                ("$.rooms[2]", "3", "write a room as text"),
            ]);
    }

    [Fact]
    public void Optional_takes_null_for_nothing_and_Required_does_not()
    {
        Read("""{ "name": null, "colour": null, "watts": null }""", out var faults).ShouldNotBeNull().Colour.ShouldBeNull();

        faults.ShouldHaveSingleItem().Path.ShouldBe("$.name");
    }

    [Theory]
    [InlineData("", "line 1, column 1: this is not JSON")]
    [InlineData("{\n\"é\": x }", "line 2, column 6: this is not JSON")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "depth of 32")]
    public void Read_text_that_is_not_json_reads_nothing(string text, string message)
    {
        Read(text, out var faults).ShouldBeNull();

        var fault = faults.ShouldHaveSingleItem();
        fault.Path.ShouldBe("$");
        fault.Message.ShouldContain(message);
    }

    [Fact]
    public void Read_longer_text_than_documents_have_is_refused()
    {
        Read("{}" + new string(' ', DocumentLimits.Bytes), out var faults).ShouldBeNull();

        faults.ShouldHaveSingleItem().Message.ShouldBe("the lamp has 1048578 bytes; at most 1048576 are taken");
    }

    [Fact]
    public void Path_of_a_name_that_is_no_word_is_quoted() =>
        DocumentPath.Append("$.traits", "address.o'hare").ShouldBe("$.traits['address.o\\'hare']");

    private static Lamp? Read(string text, out IReadOnlyList<DocumentFault> found)
    {
        var faults = new FaultList();
        var lamp = DocumentText.Read(Encoding.UTF8.GetBytes(text), "the lamp", faults, root =>
        {
            var fields = Fields.Of(root, "a lamp", "name", "colour", "watts", "lit", "rooms");
            return new Lamp(
                fields.Required("name", "name the lamp")?.Text("the lamp's name", ifEmpty: "a lamp has a name"),
                fields.Optional("colour")?.Word("colour", ["red", "green"]),
                fields.Optional("watts")?.Number("watts", 0, 100, whole: true),
                fields["lit"]?.Truth("lit"),
                fields["rooms"]?.Items("rooms").Select(room => room.Text("a room")).ToArray() ?? []);
        });
        found = faults.Listed;
        return lamp;
    }

    private sealed record Lamp(string? Name, string? Colour, double? Watts, bool? Lit, string?[] Rooms);
}
