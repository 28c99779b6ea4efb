from core.config.data import DataConfig


def test_examples_that_do_not_fill_a_last_batch_sit_the_epoch_out():
    assert DataConfig(train_size=1049, batch_size=100).batches_per_epoch == 10
    assert DataConfig(train_size=1000, batch_size=100).batches_per_epoch == 10
