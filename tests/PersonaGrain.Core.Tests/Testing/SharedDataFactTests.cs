namespace PersonaGrain.Testing.Tests;

public sealed class SharedDataFactTests
{
    [Fact]
    public void Missing_file_is_named_in_the_reason()
    {
        var fact = new SharedDataFactAttribute("no_such_folder/no_such_file.csv");

        fact.Skip.ShouldNotBeNull().ShouldContain("no_such_folder/no_such_file.csv");
    }

    [Fact]
    public void Test_that_needs_nothing_is_not_skipped() => new SharedDataFactAttribute().Skip.ShouldBeNull();
}
